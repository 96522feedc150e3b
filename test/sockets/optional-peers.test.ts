import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { workspaceRoot } from '../workspace-root.js';

const folder = join(workspaceRoot, 'test/sockets');

/** Starts an app in a process that has no package for sockets. */
function startWithoutWs(kind: 'plain' | 'websocket') {
  return spawnSync(
    process.execPath,
    ['--import', join(folder, 'without-ws.mjs'), join(folder, 'start-app.mjs'), kind],
    { encoding: 'utf8', cwd: workspaceRoot },
  );
}

describe('an app that has not installed ws', () => {
  it('starts and answers, as long as no function is called over the socket', () => {
    const { stdout, stderr, status } = startWithoutWs('plain');
    expect({ stdout, stderr, status }).toEqual({
      stdout: '{"result":{"result":true}}',
      stderr: '',
      status: 0,
    });
  });

  it('does not start when one is, and says what to install', () => {
    const { stderr, status } = startWithoutWs('websocket');
    expect(status).toBe(1);
    expect(stderr).toContain("code: 'MIZAN_BOOT'");
    expect(stderr).toContain('npm install ws');
  });
});
