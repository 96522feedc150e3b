import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { workspaceRoot } from '../workspace-root.js';

const folder = join(workspaceRoot, 'test/realtime');

/** Starts an app in a process that has no client for Redis. */
function startWithoutRedis(kind: 'alone' | 'redis') {
  return spawnSync(
    process.execPath,
    ['--import', join(folder, 'without-redis.mjs'), join(folder, 'start-app.mjs'), kind],
    { encoding: 'utf8', cwd: workspaceRoot },
  );
}

describe('an app that has not installed @keyv/redis', () => {
  it('has channels, as long as it is one process', () => {
    const { stdout, stderr, status } = startWithoutRedis('alone');
    expect({ stdout, stderr, status }).toEqual({ stdout: 'pushed', stderr: '', status: 0 });
  });

  it('does not start when it is to be several, and says what to install', () => {
    const { stderr, status } = startWithoutRedis('redis');
    expect(status).toBe(1);
    expect(stderr).toContain("code: 'MIZAN_BOOT'");
    expect(stderr).toContain('npm install @keyv/redis');
  });
});
