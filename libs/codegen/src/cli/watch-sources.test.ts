import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { emitKdl } from '@mizan/protocol/kdl';
import { expect, it, onTestFinished } from 'vitest';

import { deskIr } from '../fixture/desk-ir.js';
import { memoryStreams } from '../fixture/memory-streams.js';
import { tempFolder } from '../fixture/temp-folder.js';
import { createProgress } from './progress.js';
import { watchSources } from './watch-sources.js';

const kdl = emitKdl(deskIr);
const toml = 'output = "out"\ntargets = ["react"]\n[source.file]\npath = "api.kdl"\n';
const watching = /Watching for changes/;

function startWatching(files: Readonly<Record<string, string>>) {
  const folder = tempFolder(files);
  const { seen, ...streams } = memoryStreams(true);
  const stop = new AbortController();
  const ended = watchSources(path.join(folder, 'mizan.toml'), createProgress(streams), stop.signal);
  onTestFinished(async () => {
    stop.abort();
    await ended;
  });
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  return { folder, seen, write, stop, ended };
}

it('generates at once, and again after each change of the source', async () => {
  const { folder, seen, write } = startWatching({ 'mizan.toml': toml, 'api.kdl': kdl });
  await seen(/out: 5 written/);
  await seen(watching);
  write('api.kdl', kdl.replaceAll('"subject"', '"title"'));
  await seen(/out: 1 written, 4 unchanged/);
  expect(readFileSync(path.join(folder, 'out/types.ts'), 'utf8')).toContain('readonly title: string;');
});

it('goes on after a failure, and follows the configuration', async () => {
  const { seen, write } = startWatching({ 'mizan.toml': 'output = 5\n', 'api.kdl': kdl, 'other.kdl': kdl });
  await seen(/mizan\.toml:1:10: "output" must be a text/);
  await seen(watching);
  write('mizan.toml', toml.replace('api.kdl', 'other.kdl'));
  await seen(/out: 5 written/);
  await seen(watching);
  write('other.kdl', 'type "Half" {\n');
  await seen(/other\.kdl:\d+:\d+: /);
  await seen(watching);
  write('other.kdl', kdl.replaceAll('"subject"', '"title"'));
  await seen(/out: 1 written, 4 unchanged/);
});

it('does not run for ever when a script writes a file each time', async () => {
  const script = `
    import { readFileSync, writeFileSync } from 'node:fs';
    writeFileSync('made.json', '{}');
    console.log(readFileSync('api.kdl', 'utf8'));
  `;
  const command = JSON.stringify([process.execPath, 'print.mjs']);
  const scripted = `output = "out"\ntargets = ["react"]\n[source.script]\ncommand = ${command}\n`;
  const { seen, write } = startWatching({ 'mizan.toml': scripted, 'api.kdl': kdl, 'print.mjs': script });
  await seen(/out: 5 written/);
  await seen(/out: 5 unchanged/);
  await seen(watching);
  write('mizan.toml', scripted.replace('react', 'stage1'));
  expect(await seen(/out: .*/)).toBe('out: 1 written, 1 removed, 3 unchanged');
});

it('ends at the signal', async () => {
  const { seen, stop, ended } = startWatching({ 'mizan.toml': toml, 'api.kdl': kdl });
  await seen(watching);
  stop.abort();
  await expect(ended).resolves.toBeUndefined();
});
