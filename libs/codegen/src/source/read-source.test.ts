import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import type { SourceConfig } from '../config/mizan-config.js';
import { tempFolder } from '../fixture/temp-folder.js';
import { readSource } from './read-source.js';

/** Prints what it was run with as JSON, so that tests see it. */
const echo =
  'console.log(JSON.stringify([process.argv.slice(2), process.cwd(), process.env.MIZAN_TEST ?? null]))';
const node = process.execPath;

async function runOf(source: SourceConfig): Promise<unknown> {
  return JSON.parse((await readSource(source)).text);
}

describe('readSource', () => {
  it('runs a script with its arguments, its variables and its folder, without a shell', async () => {
    const cwd = tempFolder({ 'echo.mjs': echo });
    const command = [node, 'echo.mjs', '$HOME; echo', '*'];
    await expect(runOf({ kind: 'script', command, env: { MIZAN_TEST: 'yes' }, cwd })).resolves.toEqual([
      ['$HOME; echo', '*'],
      cwd,
      'yes',
    ]);
  });

  it('takes what a script prints on stdout only', async () => {
    const command = [node, '-e', 'console.error("a warning"); console.log("text")'];
    const source = await readSource({ kind: 'script', command, env: {}, cwd: tempFolder() });
    expect(source.text).toBe('text\n');
  });

  it('runs export_mizan_ir of a Django project', async () => {
    const cwd = tempFolder({ 'api/manage.py': echo });
    const managePath = path.join(cwd, 'api/manage.py');
    // Node stands in for Python here: what is tested is how it is run.
    const command = [node, '--input-type=module', '-e', echo, '--'];
    await expect(runOf({ kind: 'django', managePath, command, env: {}, cwd })).resolves.toEqual([
      ['export_mizan_ir'],
      cwd,
      null,
    ]);
  });

  it('runs the mizan of the project, whichever folder above holds it', async () => {
    const folder = tempFolder({
      'node_modules/@mizan/nestjs/package.json':
        '{ "name": "@mizan/nestjs", "bin": { "mizan": "./run/it.mjs" } }',
      'node_modules/@mizan/nestjs/run/it.mjs': echo,
      'apps/api/package.json': '{}',
    });
    const cwd = path.join(folder, 'apps/api');
    const module = path.join(cwd, 'app.module.js');
    await expect(runOf({ kind: 'nest', module, export: 'Root', env: {}, cwd })).resolves.toEqual([
      ['export-ir', module, '--export', 'Root'],
      cwd,
      null,
    ]);
  });

  it('runs what is given in place of the mizan of the project', async () => {
    const cwd = tempFolder({ 'echo.mjs': echo });
    const source = {
      kind: 'nest',
      module: '/m.js',
      command: [node, 'echo.mjs', 'first'],
      env: {},
      cwd,
    } as const;
    await expect(runOf(source)).resolves.toEqual([['first', 'export-ir', '/m.js'], cwd, null]);
  });

  it('says when @mizan/nestjs is not installed', async () => {
    const source = { kind: 'nest', module: '/m.js', env: {}, cwd: tempFolder() } as const;
    await expect(readSource(source)).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      message: expect.stringContaining('@mizan/nestjs is not installed'),
    });
  });

  it('shows the end of what a failing program wrote on stderr', async () => {
    const script = 'for (let i = 1; i < 100; i++) console.error("line " + i); process.exitCode = 3';
    const failed = readSource({ kind: 'script', command: [node, '-e', script], env: {}, cwd: tempFolder() });
    await expect(failed).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      message: expect.stringMatching(
        /^line 60\nline 61\n[^]*line 99\nThe source ended with code 3\. The command, in .*: .*node -e "for/,
      ),
    });
  });

  it('says how an option that mizan names is written in mizan.toml', async () => {
    const script = 'console.error("mizan: It exports A: name one by --export."); process.exitCode = 1';
    const command = [node, '-e', script, '--'];
    const source = { kind: 'nest', module: '/m.js', command, env: {}, cwd: tempFolder() } as const;
    await expect(readSource(source)).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      message: expect.stringMatching(
        /^mizan: It exports A.*\nIn mizan\.toml, --export is written export = "…" in \[source\.nest\]\.\nThe source/,
      ),
    });
  });

  it('says when a program was ended from outside', async () => {
    const command = [node, '-e', 'process.kill(process.pid, "SIGKILL")'];
    const killed = readSource({ kind: 'script', command, env: {}, cwd: tempFolder() });
    await expect(killed).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      message: expect.stringContaining('SIGKILL'),
    });
  });

  it('says when there is no such program', async () => {
    const source = { kind: 'script', command: ['no-such-program'], env: {}, cwd: tempFolder() } as const;
    await expect(readSource(source)).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      message: expect.stringMatching(
        /^"no-such-program" could not be run: .*ENOENT.*\[source\.script\].*\nThe command, in/,
      ),
    });
  });

  it('reads a file, and says when it cannot', async () => {
    const file = path.join(tempFolder(), 'api.kdl');
    await expect(readSource({ kind: 'file', path: file })).rejects.toMatchObject({ code: 'SOURCE_FAILED' });
    writeFileSync(file, 'text');
    await expect(readSource({ kind: 'file', path: file })).resolves.toMatchObject({ text: 'text' });
  });
});
