// @ts-check

/** What each package may import of the others; apps may import every library, libraries no app. */
const allowed = {
  protocol: [],
  client: ['protocol'],
  react: ['client', 'protocol'],
  nestjs: ['protocol'],
  codegen: ['protocol'],
};

const names = Object.keys(allowed);
/** Tests, and the parts of tests that several of them share. */
const tests = '\\.(test|test-d)\\.tsx?$|/(fixture|test-support)/';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...Object.entries(allowed).map(([name, others]) => ({
      name: `${name}-imports-only-${others.join('-and-') || 'itself'}`,
      comment: 'Imports point one way: protocol <- client <- react, protocol <- nestjs, protocol <- codegen.',
      severity: /** @type {const} */ ('error'),
      from: { path: `^libs/${name}/src`, pathNot: tests },
      to: {
        path: `^libs/(${names.filter((other) => other !== name && !others.includes(other)).join('|')})/`,
      },
    })),
    {
      name: 'no-library-imports-an-app',
      severity: 'error',
      from: { path: '^libs' },
      to: { path: '^(apps|test|bench|scripts)/' },
    },
    {
      name: 'no-cycles',
      comment: 'Type imports may form a cycle; code may not.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-source-imports-a-test',
      severity: 'error',
      from: { path: '^(libs|apps)/[^/]+/src', pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'nothing-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'protocol-and-client-run-anywhere',
      comment: 'No Node API in what a browser runs.',
      severity: 'error',
      from: { path: '^libs/(protocol|client|react)/src', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|temp)/' },
    tsConfig: { fileName: 'tsconfig.check.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@mizan/source', 'types', 'import', 'require', 'node', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
