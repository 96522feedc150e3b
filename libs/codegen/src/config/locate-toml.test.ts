import * as fc from 'fast-check';
import { parse, stringify } from 'smol-toml';
import { describe, expect, it } from 'vitest';

import { locateToml } from './locate-toml.js';
import type { TomlPath } from './toml-scanner.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

const text = `# output = "not this"
output = "src" # nor this: targets = 1
targets = [
  "react", # [source.file]
  'st]age',
]
title = """
output = "in a text"
[source.file] \\""" """""

[source.nest] # here
module = 'a.ts'
"cw\\u0064" = { a.b = 1, 'c' = [ 2, { d = 3 } ] }
 when = 1979-05-27 07:32:00
[source . "x y"]
k.l = true

[[list]]
n = 1
`;

describe('locateToml', () => {
  const locate = locateToml(text);

  it.each<[TomlPath, string, string]>([
    [['output'], '2:1', '2:10'],
    [['targets'], '3:1', '3:11'],
    [['targets', 0], '4:3', '4:3'],
    [['targets', 1], '5:3', '5:3'],
    [['title'], '7:1', '7:9'],
    [['source'], '11:2', '11:2'],
    [['source', 'nest'], '11:9', '11:9'],
    [['source', 'nest', 'module'], '12:1', '12:10'],
    [['source', 'nest', 'cwd'], '13:1', '13:14'],
    [['source', 'nest', 'cwd', 'a', 'b'], '13:18', '13:22'],
    [['source', 'nest', 'cwd', 'c', 0], '13:33', '13:33'],
    [['source', 'nest', 'cwd', 'c', 1, 'd'], '13:38', '13:42'],
    [['source', 'nest', 'when'], '14:2', '14:9'],
    [['source', 'x y'], '15:11', '15:11'],
    [['source', 'x y', 'k', 'l'], '16:3', '16:7'],
    [['list'], '18:3', '18:3'],
    [['list', 'n'], '19:1', '19:5'],
  ])('finds %j', (path, key, value) => {
    const found = locate(path);
    expect([found?.key, found?.value].map((at) => at && `${at.line}:${at.column}`)).toEqual([key, value]);
  });

  it.each<[TomlPath]>([[['source', 'file']], [['nothing']], [['targets', 2]], [[]]])(
    'finds no %j',
    (path) => {
      expect(locate(path)).toBeUndefined();
    },
  );

  it('finds every key of any document, and at it the key itself', () => {
    const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 });
    const { table } = fc.letrec<{ value: unknown; table: Record<string, unknown> }>((tie) => ({
      value: fc.oneof({ maxDepth: 3 }, fc.string(), fc.boolean(), fc.array(fc.string()), tie('table')),
      table: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    }));
    const check = fc.property(table, (given) => {
      const document = stringify(given);
      const find = locateToml(document);
      for (const path of pathsOf(parse(document))) {
        expect(find(path), JSON.stringify(path)).toBeDefined();
      }
    });
    fc.assert(check, { seed });
  });
});

function pathsOf(table: Readonly<Record<string, unknown>>, within: TomlPath = []): TomlPath[] {
  return Object.entries(table).flatMap(([key, value]) => {
    const path = [...within, key];
    const isTable = typeof value === 'object' && value !== null && !Array.isArray(value);
    return [path, ...(isTable ? pathsOf({ ...value }, path) : [])];
  });
}
