import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { completeLockfile } from '../../scripts/lock.mjs';
import { workspaceRoot } from '../workspace-root.js';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, Manifest & { readonly resolved?: string }>>;
}

function readLockfile(folder: string): Lockfile {
  return JSON.parse(readFileSync(join(workspaceRoot, folder, 'package-lock.json'), 'utf8'));
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(workspaceRoot, folder, 'package.json'), 'utf8'));
}

describe.each(['.', 'test/nest11', 'test/cjs-app'])('the lockfile of %s', (folder) => {
  const lockfile = readLockfile(folder);

  it('is what `npm run lock` makes: native parts for every system, no hash of what is packed here', () => {
    expect(completeLockfile(lockfile)).toEqual(lockfile);
  });

  it('names no address', () => {
    const addresses = Object.values(lockfile.packages).flatMap(({ resolved = '' }) =>
      resolved.includes('://') ? [resolved] : [],
    );
    expect(addresses).toEqual([]);
  });
});

describe('the other installs follow the workspace', () => {
  it('Nest 11 has everything that libs/nestjs and libs/protocol need', () => {
    const { dependencies, devDependencies } = readManifest('libs/nestjs');
    const needed = { ...dependencies, ...devDependencies, ...readManifest('libs/protocol').dependencies };
    const names = Object.keys(needed).filter((name) => !name.startsWith('@mizan/'));
    expect(Object.keys(readManifest('test/nest11').dependencies ?? {})).toEqual(
      expect.arrayContaining(names),
    );
  });

  it.each(['nestjs', 'protocol'])('the CommonJS app has locked what libs/%s depends on', (name) => {
    const locked = readLockfile('test/cjs-app').packages[`node_modules/@mizan/${name}`];
    expect(locked?.dependencies).toEqual(readManifest(`libs/${name}`).dependencies);
  });
});
