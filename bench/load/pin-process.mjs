// @ts-check
import { spawnSync } from 'node:child_process';

/**
 * Keeps a process on one CPU, where the system can. What two processes say to each other takes another time on one CPU
 * than on two, and where the scheduler has put them may stay so for minutes.
 *
 * @param {number | undefined} pid
 * @param {number} cpu
 */
export function pinProcess(pid, cpu) {
  if (pid !== undefined) spawnSync('taskset', ['-acp', String(cpu), String(pid)], { stdio: 'ignore' });
}
