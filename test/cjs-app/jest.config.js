/** @type {import('jest').Config} */
module.exports = {
  rootDir: 'src',
  testEnvironment: 'node',
  testRegex: '\\.spec\\.ts$',
  // Jest cannot load ES modules with require: these two lines make it compile Mizan's to CommonJS.
  transform: {
    '^.+\\.(t|j)s$': [
      'ts-jest',
      { tsconfig: { ...require('./tsconfig.json').compilerOptions, allowJs: true } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!@mizan/)'],
};
