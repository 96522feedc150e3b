import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generateClient } from '@mizan/codegen';
import { buildIr, type Field } from '@mizan/protocol';
import { expect, it, onTestFinished } from 'vitest';

import { workspaceRoot } from '../workspace-root.js';

const runFile = promisify(execFile);

const id: Field = { name: 'id', shape: { kind: 'primitive', name: 'integer' }, required: true };

const ir = buildIr({
  types: {},
  functions: [
    { name: 'note', context: 'note', input: [id], output: { kind: 'primitive', name: 'string' } },
    { name: 'shout', websocket: true, input: [id], output: { kind: 'primitive', name: 'boolean' } },
  ],
  channels: [{ name: 'room', params: [id], clientMessage: [id], serverMessage: [id] }],
});

/** What stands in a bundle with the socket, and with a channel, and in none without: codes of errors. */
const marks = { socket: 'CONNECTION_LOST', hook: 'NO_REALTIME' };

/** Builds a page with Vite, as apps do, and gives its script. */
async function bundle(main: string): Promise<string> {
  const temp = join(workspaceRoot, 'temp');
  mkdirSync(temp, { recursive: true });
  const folder = mkdtempSync(join(temp, 'bundle-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const files = {
    'index.html': '<script type="module" src="./main.ts"></script>',
    'main.ts': main,
    'vite.config.mjs': "export default { resolve: { conditions: ['@mizan/source', 'module', 'browser'] } };",
    ...Object.fromEntries(generateClient(ir, ['react']).map(({ fileName, text }) => [fileName, text])),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  await runFile(process.execPath, [join(workspaceRoot, 'node_modules/vite/bin/vite.js'), 'build'], {
    cwd: folder,
  });
  const assets = join(folder, 'dist/assets');
  return readdirSync(assets)
    .map((name) => readFileSync(join(assets, name), 'utf8'))
    .join('');
}

it('a page that uses no channel carries none, though its client has some', async () => {
  const script = await bundle(`
    import { createMizan } from '@mizan/client';
    import { callShout, NoteContext, useNote, useShout } from './index.js';
    Object.assign(globalThis, { kept: [createMizan, callShout, NoteContext, useNote, useShout] });
  `);
  expect(script).toContain('NO_PROVIDER');
  for (const mark of Object.values(marks)) expect(script).not.toContain(mark);
});

it('a page that uses one carries its hook, and the socket only with realtime()', async () => {
  const hook = await bundle(`
    import { useRoomChannel } from './index.js';
    Object.assign(globalThis, { kept: useRoomChannel });
  `);
  expect(hook).toContain(marks.hook);
  expect(hook).not.toContain(marks.socket);
  const all = await bundle(`
    import { createMizan } from '@mizan/client';
    import { realtime } from '@mizan/client/realtime';
    import { useRoomChannel } from './index.js';
    Object.assign(globalThis, { kept: [createMizan({ realtime: realtime() }), useRoomChannel] });
  `);
  for (const mark of Object.values(marks)) expect(all).toContain(mark);
});
