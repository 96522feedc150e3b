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
  isKilled: boolean;
}

type Ask = (process: DeskProcess) => Promise<void>;

/** What a process that is killed meanwhile leaves unanswered, nobody is answered. */
async function askOne(process: DeskProcess, ask: Ask): Promise<void> {
  try {
    await ask(process);
  } catch (error) {
    // fetch says no more than this when the process at the other end is gone.
    if (!(error instanceof TypeError) || !process.isKilled) throw error;
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
    const onAnswer = new Set<() => void>();

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
      return { child, origin: String(origin), isKilled: false };
    }

    /** Turns only go up, one at a time for each ticket: so an answer is right if it lies between two looks at the file. */
    const turnOf = (ticket: number): number => Number(readFileSync(join(folder, String(ticket)), 'utf8'));

    /** When so many more reads and turns are answered. */
    async function progress(moreReads: number, moreTurns: number): Promise<void> {
      const [enoughReads, enoughTurns] = [reads + moreReads, turns + moreTurns];
      await new Promise<void>((resolve) => {
        const look = (): void => {
          if (reads < enoughReads || turns < enoughTurns) return;
          onAnswer.delete(look);
          resolve();
        };
        onAnswer.add(look);
      });
    }

    async function keepAsking(ask: Ask, isOver: () => boolean): Promise<void> {
      while (!isOver()) {
        await askOne(random.pick(processes.filter(({ isKilled }) => !isKilled)), ask);
        for (const look of onAnswer) look();
      }
    }

    const read = async (ticket: number, { origin }: DeskProcess): Promise<void> => {
      const before = turnOf(ticket);
      const reply = await fetch(`${origin}/api/mizan/ctx/ticket/?ticket_id=${ticket}`);
      const bundle = (await reply.json()) as { readonly ticket?: { readonly turn: number } };
      const after = turnOf(ticket);
      expect(reply.status).toBe(200);
      const turn = bundle.ticket?.turn ?? Number.NaN;
      expect({ turn, isRight: before <= turn && turn <= after }).toEqual({ turn, isRight: true });
      reads += 1;
      if (reply.headers.get('X-Mizan-Cache') === 'HIT') hits += 1;
    };

    const turnOver = async (ticket: number, { origin }: DeskProcess): Promise<void> => {
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
          (process) => read(random.pick(tickets), process),
          () => isOver,
        ),
      );
      // Each writer has tickets of its own.
      const writers = [0, 1].map((writer) =>
        keepAsking(
          (process) => turnOver(random.pick(tickets.filter((ticket) => ticket % 6 === writer)), process),
          () => isOver,
        ),
      );
      const everything = Promise.all([...readers, ...writers]);
      const killing = (async () => {
        for (let kill = 0; kill < kills; kill += 1) {
          await progress(100 + random.below(150), 10 + random.below(20));
          const at = random.below(2);
          const victim = processes[at];
          if (victim === undefined) continue;
          victim.isKilled = true;
          await stopChild(victim.child, 'SIGKILL');
          started.delete(victim.child);
          processes[at] = await startProcess();
        }
      })();
      await Promise.race([killing, everything]);
      isOver = true;
      await everything;
      expect(hits).toBeGreaterThan(reads / 10);
    });
  },
);
