import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { tempFolder } from '../fixture/temp-folder.js';
import { readConfig } from './read-config.js';

const read = (text: string, folder = '/project') => readConfig(text, 'mizan.toml', folder);

function problemsOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    expect(error).toMatchObject({ name: 'GenerateError', code: 'CONFIG_INVALID' });
    return error instanceof Error ? error.message : '';
  }
  throw new Error('It was accepted.');
}

const head = 'output = "web/mizan"\ntargets = ["react"]\n';

describe('readConfig', () => {
  it('reads a Nest source, with paths that count from the file', () => {
    const text = `${head}[source.nest]\nmodule = "src/app.module.ts"\nexport = "Root"\ncommand = "tsx mizan.ts"
cwd = "../api"\nenv = { NODE_ENV = "test" }\n`;
    const root = tempFolder({ 'api/package.json': '{}' });
    const folder = path.join(root, 'project');
    expect(read(text, folder)).toEqual({
      output: path.join(folder, 'web/mizan'),
      targets: ['react'],
      source: {
        kind: 'nest',
        module: path.join(folder, 'src/app.module.ts'),
        export: 'Root',
        command: ['tsx', 'mizan.ts'],
        cwd: path.join(root, 'api'),
        env: { NODE_ENV: 'test' },
      },
    });
  });

  it.each([
    ['[source.nest]\nmodule = "m.ts"', { kind: 'nest', module: '/project/m.ts', cwd: '/project', env: {} }],
    [
      '[source.script]\ncommand = ["node", "print ir.js"]',
      { kind: 'script', command: ['node', 'print ir.js'], cwd: '/project', env: {} },
    ],
    [
      '[source.django]\nmanage_path = "api/manage.py"',
      { kind: 'django', managePath: '/project/api/manage.py', command: ['python'], cwd: '/project', env: {} },
    ],
    ['[source.file]\npath = "api.kdl"', { kind: 'file', path: '/project/api.kdl' }],
  ])('fills in what %j leaves out', (source, expected) => {
    expect(read(head + source).source).toEqual(expected);
  });

  it('takes a target that is named twice once', () => {
    const text = 'output = "o"\ntargets = ["react", "stage1", "react"]\nsource.file.path = "a.kdl"';
    expect(read(text).targets).toEqual(['react', 'stage1']);
  });

  const file = '[source.file]\npath = "a.kdl"\n';

  it.each([
    [
      'an unknown key',
      `${head}outptu = "x"\n${file}`,
      'mizan.toml:3:1: There is no key "outptu" here; known are: output, targets, source.',
    ],
    [
      'an unknown key of a source',
      `${head}${file}  paht = "b"\n`,
      'mizan.toml:5:3: There is no key "paht" here; known are: path.',
    ],
    [
      'an unknown source',
      `${head}[source.rails]\n[source.file]\npath = "a"\n`,
      'mizan.toml:3:9: There is no key "rails" here; known are: nest, script, django, file.',
    ],
    [
      'an unknown target',
      `output = "o"\ntargets = ["react", "vue2"]\n${file}`,
      'mizan.toml:2:21: There is no target "vue2"; known are: "stage1", "react".',
    ],
    [
      'no targets',
      `output = "o"\ntargets = []\n${file}`,
      'mizan.toml:2:11: "targets" is empty: name at least one of "stage1", "react".',
    ],
    [
      'a wrong type',
      `output = 5\ntargets = ["react"]\n${file}`,
      'mizan.toml:1:10: "output" must be a text, such as output = "src/mizan".',
    ],
    [
      'an empty text',
      `output = ""\ntargets = ["react"]\n${file}`,
      'mizan.toml:1:10: "output" must be a text, such as output = "src/mizan".',
    ],
    [
      'a missing key',
      `targets = ["react"]\n${file}`,
      'mizan.toml:1:1: "output" is missing: add output = "src/mizan".',
    ],
    [
      'a missing key of a source',
      `${head}[source.nest]\nexport = "Root"\n`,
      'mizan.toml:3:9: "module" is missing: add module = "dist/app.module.js".',
    ],
    [
      'a missing command',
      `${head}[source.script]\n`,
      'mizan.toml:3:9: "command" is missing: add command = ["node", "scripts/print-ir.js"].',
    ],
    [
      'a wrong command',
      `${head}[source.script]\ncommand = ["node", 5]\n`,
      'mizan.toml:4:11: "command" must be a list of texts, such as command = ["node", "scripts/print-ir.js"].',
    ],
    [
      'an empty command',
      `${head}[source.script]\ncommand = []\n`,
      'mizan.toml:4:11: "command" is empty: write command = ["node", "scripts/print-ir.js"].',
    ],
    [
      'a folder that is not there',
      `${head}[source.nest]\nmodule = "m.js"\ncwd = "no/such"\n`,
      'mizan.toml:5:7: There is no folder /project/no/such: "cwd" counts from the folder of this file.',
    ],
    [
      'a wrong variable',
      `${head}[source.script]\ncommand = "x"\nenv = { A = "1", B = 2 }\n`,
      'mizan.toml:5:22: "B" must be a text: put it in quotes.',
    ],
    [
      'a wrong env',
      `${head}[source.script]\ncommand = "x"\nenv = "A=1"\n`,
      'mizan.toml:5:7: "env" must be a table of texts, such as env = { NODE_ENV = "test" }.',
    ],
    [
      'a source that is no table',
      `${head}source = "nest"\n`,
      'mizan.toml:3:10: "source" must be a table: [source].',
    ],
    [
      'a list of sources',
      `${head}[[source.file]]\npath = "a"\n`,
      'mizan.toml:3:10: "file" must be a table: [source.file].',
    ],
    [
      'two sources',
      `${head}${file}[source.nest]\nmodule = "m"\n`,
      'mizan.toml:3:9: There must be one source only: remove this one or [source.nest].',
    ],
    [
      'no source',
      head,
      'mizan.toml:1:1: "source" is missing: add one of [source.nest], [source.script], [source.django] or [source.file].',
    ],
    [
      'no kind of source',
      `${head}[source]\n`,
      'mizan.toml:3:2: "nest" is missing: add [source.nest], [source.script], [source.django] or [source.file].',
    ],
  ])('says where there is %s, and what would be right', (_what, text, message) => {
    expect(problemsOf(text)).toBe(message);
  });

  it.each([
    ['an open text', 'output = "o\n', 'mizan.toml:1:12: This is no valid TOML: '],
    ['a key that stands twice', 'output = "a"\noutput = "b"\n', 'mizan.toml:2:1: This is no valid TOML: '],
  ])('says where the TOML is broken by %s', (_what, text, message) => {
    expect(problemsOf(text)).toMatch(new RegExp(`^${message}[^\\n]+$`));
  });

  it('says everything that is wrong at once, in the order of the file', () => {
    expect(
      problemsOf('targets = "react"\nx = 1\n[source.file]\ny = 2\n')
        .split('\n')
        .map((line) => line.split(': ')[0]),
    ).toEqual(['mizan.toml:1:1', 'mizan.toml:1:11', 'mizan.toml:2:1', 'mizan.toml:3:9', 'mizan.toml:4:1']);
  });

  it('is not fooled by keys that every object has', () => {
    expect(problemsOf(`${head}constructor = 1\n__proto__ = 2\n${file}`)).toMatch(
      /"constructor" here.*\n.*"__proto__" here/,
    );
  });
});
