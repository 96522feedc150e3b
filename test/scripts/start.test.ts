import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { workspaceRoot } from '../workspace-root.js';

/** What `npm start` prints when it refuses to begin. */
function refusal(port: string): Promise<{ readonly code: number | null; readonly printed: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, PORT: port };
    const child = execFile(
      process.execPath,
      [join(workspaceRoot, 'scripts/start.mjs')],
      { env },
      (_, out, err) => resolve({ code: child.exitCode, printed: out + err }),
    );
  });
}

it.each(['abc', '70000', '-1', '3000.5', ' '])(
  'refuses PORT=%j with one line, before it does anything',
  async (port) => {
    expect(await refusal(port)).toEqual({
      code: 1,
      printed: `PORT is "${port}": give a number from 0 to 65535, where 0 takes a free one.\n`,
    });
  },
);

it('refuses a port that is taken with one line', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? String(address.port) : '';
  const { code, printed } = await refusal(port);
  server.close();
  expect({ code, printed }).toEqual({
    code: 1,
    printed: `Port ${port} is taken: choose another one, as in PORT=4000 npm start.\n`,
  });
});
