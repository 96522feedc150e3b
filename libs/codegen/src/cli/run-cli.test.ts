import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { emitKdl } from '@mizan/protocol/kdl';
import { describe, expect, it } from 'vitest';

import { deskIr } from '../fixture/desk-ir.js';
import { memoryStreams } from '../fixture/memory-streams.js';
import { tempFolder } from '../fixture/temp-folder.js';
import { runCli } from './run-cli.js';

const kdl = emitKdl(deskIr);
const toml = 'output = "out"\ntargets = ["react"]\n[source.file]\npath = "api.kdl"\n';

function project(files: Readonly<Record<string, string>> = { 'mizan.toml': toml, 'api.kdl': kdl }) {
  const folder = tempFolder(files);
  const run = async (...args: string[]) => {
    const { written, ...streams } = memoryStreams();
    const code = await runCli(['--config', path.join(folder, 'mizan.toml'), ...args], streams);
    return { code, ...written };
  };
  return { folder, out: path.join(folder, 'out'), run };
}

describe('mizan-generate', () => {
  it('writes the client, and says what it wrote', async () => {
    const { out, run } = project();
    const { code, stdout, stderr } = await run();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/out: 5 written\n {2}\+ contexts\.ts\n {2}\+ functions\.ts\n/);
    expect(readdirSync(out)).toEqual(['contexts.ts', 'functions.ts', 'index.ts', 'react.ts', 'types.ts']);
  });

  it('does not touch what has not changed', async () => {
    const { out, run } = project();
    await run();
    for (const name of readdirSync(out)) utimesSync(path.join(out, name), 1, 1);
    expect((await run()).stdout).toMatch(/out: 5 unchanged\n$/);
    expect(readdirSync(out).map((name) => statSync(path.join(out, name)).mtimeMs)).toEqual([
      1000, 1000, 1000, 1000, 1000,
    ]);
  });

  it('removes the files of what is gone, and leaves others alone', async () => {
    const { folder, out, run } = project();
    await run();
    writeFileSync(path.join(out, 'mine.ts'), 'export {};\n');
    writeFileSync(path.join(folder, 'mizan.toml'), toml.replace('react', 'stage1'));
    expect((await run()).stdout).toMatch(
      /out: 1 written, 1 removed, 3 unchanged\n {2}~ index\.ts\n {2}- react\.ts\n$/,
    );
    expect(readdirSync(out)).toEqual(['contexts.ts', 'functions.ts', 'index.ts', 'mine.ts', 'types.ts']);
  });

  it('says with --dry-run what it would do, and does nothing', async () => {
    const { folder, run } = project();
    const { code, stdout } = await run('--dry-run');
    expect(code).toBe(0);
    expect(stdout).toMatch(/out: 5 to write\n {2}\+ contexts\.ts\n/);
    expect(readdirSync(folder)).toEqual(['api.kdl', 'mizan.toml']);
  });

  it('passes with --check when all is up to date', async () => {
    const { run } = project();
    await run();
    expect(await run('--check')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/out is up to date\.\n$/),
    });
  });

  it('fails with --check and a short diff when something is stale, and writes nothing', async () => {
    const { folder, out, run } = project();
    await run();
    const before = readFileSync(path.join(out, 'types.ts'), 'utf8');
    writeFileSync(path.join(folder, 'api.kdl'), kdl.replaceAll('"subject"', '"title"'));
    const { code, stdout } = await run('--check');
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /out is stale: run mizan-generate\.\n~ types\.ts\n {2}- {3}readonly subject: string;\n {2}\+ {3}readonly title: string;\n/,
    );
    expect(readFileSync(path.join(out, 'types.ts'), 'utf8')).toBe(before);
  });

  it('leaves the old output whole when the new IR is broken, and says where', async () => {
    const { folder, out, run } = project();
    await run();
    const contents = () => readdirSync(out).map((name) => readFileSync(path.join(out, name), 'utf8'));
    const before = contents();
    writeFileSync(path.join(folder, 'api.kdl'), `${kdl}type "Half" {\n`);
    const { code, stderr } = await run();
    expect(code).toBe(2);
    expect(stderr).toMatch(/api\.kdl:\d+:\d+: /);
    expect(contents()).toEqual(before);
  });

  it.each([
    ['prints nothing', 'true'],
    ['offers nothing', 'console.log("// nothing")'],
  ])('leaves the old output whole when a program %s, and says how to look at it', async (_what, script) => {
    const { folder, out, run } = project();
    await run();
    const before = readdirSync(out);
    const command = JSON.stringify([process.execPath, '-e', script]);
    const source = `[source.script]\ncommand = ${command}\n`;
    writeFileSync(path.join(folder, 'mizan.toml'), `output = "out"\ntargets = ["react"]\n${source}`);
    for (const mode of [[], ['--check'], ['--dry-run']]) {
      const { code, stdout, stderr } = await run(...mode);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(
        /^Nothing was written: output of \[source\.script\] (is empty|has no function).*"command" in.*\nThe command, in .*-e/,
      );
    }
    expect(readdirSync(out)).toEqual(before);
  });

  it('does not replace a file that is not its own', async () => {
    const { out, run } = project({ 'mizan.toml': toml, 'api.kdl': kdl, 'out/types.ts': 'mine\n' });
    const { code, stderr } = await run();
    expect(code).toBe(2);
    expect(stderr).toMatch(/types\.ts was not written by mizan-generate/);
    expect(readdirSync(out)).toEqual(['types.ts']);
  });

  it('names file, line and column of a mistake in mizan.toml', async () => {
    const { run } = project({ 'mizan.toml': `${toml}paht = 1\n` });
    expect(await run()).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/mizan\.toml:5:1: There is no key "paht"/),
    });
  });

  it.each([
    ['no mizan.toml', {}, /Could not read .*mizan\.toml.*--config/],
    ['no KDL file', { 'mizan.toml': toml }, /Could not read .*api\.kdl.*"path" in \[source\.file\]/],
  ])('says when there is %s', async (_what, files, message) => {
    expect(await project(files).run()).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
  });

  it.each([
    [['--chekc'], /'--chekc'.*--help/],
    [['--check', '--dry-run'], /--check and --dry-run cannot go together/],
    [['extra'], /'extra'/],
  ])('refuses the arguments %j', async (args, message) => {
    expect(await project().run(...args)).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
  });

  it('prints help and version', async () => {
    expect(await project().run('--help')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('--check'),
    });
    expect(await project().run('--version')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
  });

  it('shows one line of progress on a terminal', async () => {
    const { folder } = project();
    const { written, ...streams } = memoryStreams(true);
    await runCli(['--config', path.join(folder, 'mizan.toml')], streams);
    const shown = written.stdout.split('\r\u001b[2K');
    expect(shown.slice(0, 3)).toEqual(['', 'Reading the IR from file…', 'Generating…']);
    expect(shown.at(-1)).toMatch(/out: 5 written\n/);
  });
});
