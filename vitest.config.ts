import { defineConfig } from 'vitest/config';

// Tests run from source: the `@mizan/source` export condition points every workspace package at `src`.
const conditions = ['@mizan/source', 'module', 'node', 'development|production'];

const project = (name: string, include: string[], extra: object = {}) => ({
  extends: true as const,
  test: { name, include, ...extra },
});

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['@mizan/source', 'node'] } },
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  test: {
    testTimeout: 20_000,
    projects: [
      project('protocol', ['libs/protocol/src/**/*.test.ts']),
      project('nestjs', ['libs/nestjs/src/**/*.test.ts'], { setupFiles: ['reflect-metadata'] }),
      project('client', ['libs/client/src/**/*.test.ts']),
      project('react', ['libs/react/src/**/*.test.{ts,tsx}'], { environment: 'happy-dom' }),
      project('codegen', ['libs/codegen/src/**/*.test.ts']),
      project('apps', ['apps/*/src/**/*.test.{ts,tsx}'], { setupFiles: ['reflect-metadata'] }),
      project('e2e', ['test/**/*.test.ts'], {
        // These two run with a Nest of their own: scripts/nest11.mjs and scripts/cjs-app.mjs.
        exclude: ['test/nest11/**', 'test/cjs-app/**', '**/node_modules/**'],
        setupFiles: ['reflect-metadata'],
        fileParallelism: false,
      }),
    ],
  },
});
