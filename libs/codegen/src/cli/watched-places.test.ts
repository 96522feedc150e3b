import { describe, expect, it } from 'vitest';

import type { SourceConfig } from '../config/mizan-config.js';
import { watchedPlaces } from './watched-places.js';

const watch = (source: SourceConfig) =>
  watchedPlaces('/p/mizan.toml', { output: '/p/src/mizan', targets: ['react'], source });
const nest = { kind: 'nest', module: '/api/src/app.module.ts', env: {}, cwd: '/p' } as const;

describe('watchedPlaces', () => {
  it.each<[SourceConfig, readonly string[]]>([
    [nest, ['/p', '/api/src']],
    [{ kind: 'django', managePath: '/p/manage.py', command: [], env: {}, cwd: '/p' }, ['/p']],
    [{ kind: 'script', command: ['x'], env: {}, cwd: '/p/scripts' }, ['/p/scripts']],
    [{ kind: 'file', path: '/p/api.kdl' }, ['/p/api.kdl']],
  ])('watches the configuration and what %j reads', (source, places) => {
    expect(watch(source).places).toEqual(['/p/mizan.toml', ...places]);
  });

  it('watches the configuration alone while that is broken', () => {
    expect(watchedPlaces('/p/mizan.toml', undefined).places).toEqual(['/p/mizan.toml']);
  });

  const { isIgnored } = watch(nest);

  it.each(['/p', '/p/mizan.toml', '/api/src', '/p/src/a.ts', '/p/dist/a.module.js', '/api/src/deep/a.json'])(
    'looks at %s',
    (file) => {
      expect(isIgnored(file, true)).toBe(false);
    },
  );

  it.each([
    '/p/src/mizan',
    '/p/src/mizan/types.ts',
    '/p/node_modules/x/index.js',
    '/p/.git/a.ts',
    '/p/data.sqlite',
    '/elsewhere/a.ts',
  ])('does not look at %s', (file) => {
    expect(isIgnored(file, true)).toBe(true);
  });

  it('does not judge folders by their ending', () => {
    expect(isIgnored('/p/src/deep', false)).toBe(false);
  });
});
