export default [
  {
    name: 'client and React adapter, for an app with one context and one mutation',
    path: 'size/entry.tsx',
    ignore: ['react'],
    gzip: true,
    limit: '5 kB',
    // Measured from source, so that no build is needed.
    modifyEsbuildConfig: (config) => ({
      ...config,
      conditions: ['@mizan/source'],
      format: 'esm',
      jsx: 'automatic',
      external: [...(config.external ?? []), 'react/jsx-runtime'],
    }),
  },
];
