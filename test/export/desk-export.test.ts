import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { parseKdl } from '@mizan/protocol/kdl';
import { workspaceRoot } from '../workspace-root.js';

const program = join(workspaceRoot, 'libs/nestjs/bin/mizan.js');
const module = join(workspaceRoot, 'apps/desk-api/dist/desk.module.js');

/** Runs the built program on the built desk, whose database nobody can reach: no server listens on port 1. */
function exportDesk(
  command: string,
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  for (const file of [program, module]) {
    if (!existsSync(file)) throw new Error(`${file} is missing: build the demo first, as npm start does`);
  }
  const env = { PATH: process.env['PATH'], DATABASE_URL: 'postgres://127.0.0.1:1/x' };
  return new Promise((resolve) => {
    const args = [program, command, module, '--export', 'DeskModule'];
    const child = execFile(process.execPath, args, { env }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

it('prints the IR of an app whose database cannot be reached, and nothing else', async () => {
  const { code, stdout, stderr } = await exportDesk('export-ir');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('function "close_ticket"');
  expect(parseKdl(stdout).functions.map((each) => each.name)).toContain('close_ticket');
});

it('prints the manifest of an app whose database cannot be reached, and nothing else', async () => {
  const { code, stdout, stderr } = await exportDesk('export-manifest');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toHaveProperty('contexts.ticket');
});
