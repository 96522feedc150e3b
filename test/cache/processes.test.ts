import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasRedis, type RunningService, startRedis, stopChild, titled } from '../services.js';
import { Random } from './model/random.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const kills = process.env['SOAK'] === '1' ? 60 : 6;
const found = hasRedis() || undefined;
const tickets = Array.from({ length: 12 }, (_, at) => at);
const program = new URL('./desk-process.mjs', import.meta.url);

interface DeskProcess {
  readonly child: ChildProcess;
  readonly origin: string;
}

/** Asks until it is told to stop. What a dying process leaves unanswered is asked again. */
async function keepAsking(ask: () => Promise<void>, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    try {
      await ask();
    } catch (error) {
      // fetch says no more than this when the process at the other end is gone.
      if (!(error instanceof TypeError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

describe.skipIf(found === undefined)(
  titled(`two processes on one Redis, killed while they work (SEED=${seed})`, 'redis', found),
  () => {
    const random = new Random(seed);
    const folder = mkdtempSync(join(tmpdir(), 'mizan-desk-'));
    const started = new Set<ChildProcess>();
    let redis: RunningService;
    let processes: DeskProcess[];
    let reads = 0;
    let hits = 0;
    let turns = 0;

    beforeAll(async () => {
      redis = await startRedis();
      for (const ticket of tickets) writeFileSync(join(folder, String(ticket)), '0');
      processes = [await startProcess(), await startProcess()];
    }, 60_000);
    afterAll(async () => {
      for (const child of started) await stopChild(child, 'SIGKILL');
      await redis.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    async function startProcess(): Promise<DeskProcess> {
      const child = fork(program, [folder, redis.url], { execArgv: [] });
      started.add(child);
      const ended = once(child, 'exit').then(([code]) => {
        throw new Error(`it ended with ${String(code)} before it listened`);
      });
      const [origin] = await Promise.race([once(child, 'message'), ended]);
      ended.catch(() => {});
      return { child, origin: String(origin) };
    }

    /** Turns only go up, one at a time for each ticket: so an answer is right if it lies between two looks at the file. */
    const turnOf = (ticket: number): number => Number(readFileSync(join(folder, String(ticket)), 'utf8'));

    const read = async (ticket: number): Promise<void> => {
      const before = turnOf(ticket);
      const { origin } = random.pick(processes);
      const reply = await fetch(`${origin}/api/mizan/ctx/ticket/?ticket_id=${ticket}`);
      const bundle = (await reply.json()) as { readonly ticket?: { readonly turn: number } };
      const after = turnOf(ticket);
      expect(reply.status).toBe(200);
      const turn = bundle.ticket?.turn ?? Number.NaN;
      expect({ turn, isRight: before <= turn && turn <= after }).toEqual({ turn, isRight: true });
      reads += 1;
      if (reply.headers.get('X-Mizan-Cache') === 'HIT') hits += 1;
    };

    const turnOver = async (ticket: number): Promise<void> => {
      const { origin } = random.pick(processes);
      turns += 1;
      await fetch(`${origin}/api/mizan/call/`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ fn: 'turn_ticket', args: { ticket_id: ticket, turn: turns } }),
      });
    };

    it('never answer with what was stale before they were asked', { timeout: 600_000 }, async () => {
      let isOver = false;
      const readers = Array.from({ length: 8 }, () =>
        keepAsking(
          () => read(random.pick(tickets)),
          () => isOver,
        ),
      );
      // Each writer has tickets of its own.
      const writers = [0, 1].map((writer) =>
        keepAsking(
          () => turnOver(random.pick(tickets.filter((ticket) => ticket % 6 === writer))),
          () => isOver,
        ),
      );
      const everything = Promise.all([...readers, ...writers]);
      const killing = (async () => {
        for (let kill = 0; kill < kills; kill += 1) {
          await new Promise((resolve) => setTimeout(resolve, 200 + random.below(300)));
          const at = random.below(2);
          const victim = processes[at];
          if (victim === undefined) continue;
          await stopChild(victim.child, 'SIGKILL');
          started.delete(victim.child);
          processes[at] = await startProcess();
        }
      })();
      await Promise.race([killing, everything]);
      isOver = true;
      await everything;
      expect(reads).toBeGreaterThan(100 * kills);
      expect(hits).toBeGreaterThan(reads / 10);
      expect(turns).toBeGreaterThan(10 * kills);
    });
  },
);
