import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createClient } from '@keyv/redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { nameChannels } from '../../libs/nestjs/src/realtime/redis/channel-names.js';
import { controlTopic } from '../../libs/nestjs/src/realtime/redis/control.js';
import { type Letter, readLetter } from '../../libs/nestjs/src/realtime/redis/envelope.js';
import { hasRedis, type RunningService, startRedis, stopChild, titled } from '../services.js';
import { ChatGuest } from './chat-app.js';
import { Heard } from './heard.js';

const kills = process.env['SOAK'] === '1' ? 20 : 2;
const found = hasRedis() || undefined;
const program = new URL('./chat-process.mjs', import.meta.url);

interface ChatProcess {
  readonly child: ChildProcess;
  readonly origin: string;
}

const fromZero = (count: number) => Array.from({ length: count }, (_, at) => at);

describe.skipIf(found === undefined)(titled('processes of a chat on one Redis', 'redis', found), () => {
  const started = new Set<ChildProcess>();
  let redis: RunningService;
  let ears: ReturnType<typeof createClient>;
  let listener: ChatProcess;

  beforeAll(async () => {
    redis = await startRedis();
    ears = createClient({ url: redis.url });
    await ears.connect();
    listener = await startProcess();
  }, 60_000);
  afterAll(async () => {
    for (const child of started) await stopChild(child, 'SIGKILL');
    ears.destroy();
    await redis.stop();
  });

  async function startProcess(): Promise<ChatProcess> {
    const child = fork(program, [redis.url], { execArgv: [] });
    started.add(child);
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`it ended with ${String(code)} before it listened`);
    });
    const [origin] = await Promise.race([once(child, 'message'), ended]);
    ended.catch(() => {});
    return { child, origin: String(origin) };
  }

  /** What the processes tell each other about themselves. */
  async function listenToControl(): Promise<Heard<Letter>> {
    const heard = new Heard<Letter>();
    const channel = nameChannels('mizan:')(controlTopic);
    await ears.subscribe(channel, (message) => {
      const letter = readLetter(message);
      if (letter !== undefined) heard.add(letter);
    });
    return heard;
  }

  /** The numbers that one process has said, as a guest has heard them. */
  const numbersOf = ({ child }: ChatProcess, guest: ChatGuest) =>
    guest.lines
      .map((line) => line.split(' '))
      .filter(([, pid]) => pid === String(child.pid))
      .map(([, , number]) => Number(number));

  it(
    'tell of a gap when one of them is killed in the midst of a sentence',
    { timeout: 300_000 },
    async () => {
      for (let kill = 0; kill < kills; kill += 1) {
        const [speaker, witness] = [await startProcess(), await startProcess()];
        const [ada, bo] = [await ChatGuest.enter(listener.origin), await ChatGuest.enter(witness.origin)];
        for (const guest of [ada, bo]) await guest.join('numbers');
        speaker.child.send('count');
        await ada.seen.until(() => ada.lines.length > 100);
        speaker.child.kill('SIGKILL');
        await Promise.all([ada.untilGap(), bo.untilGap()]);
        for (const guest of [ada, bo]) {
          const numbers = numbersOf(speaker, guest);
          expect(numbers).toEqual(fromZero(numbers.length));
        }
        bo.say('numbers', `after kill ${kill}`);
        await ada.until(`after kill ${kill}`);
        await Promise.all([ada.close(), bo.close()]);
        await stopChild(witness.child);
      }
    },
  );

  it('tell of none when one ends in order, and hear all that it said', { timeout: 60_000 }, async () => {
    const [speaker, witness] = [await startProcess(), await startProcess()];
    const [ada, bo] = [await ChatGuest.enter(listener.origin), await ChatGuest.enter(witness.origin)];
    for (const guest of [ada, bo]) await guest.join('numbers');
    const control = await listenToControl();
    speaker.child.send('count');
    await ada.seen.until(() => ada.lines.length > 100);
    await stopChild(speaker.child, 'SIGTERM');
    await control.until((letter) => letter.text === 'bye');
    // So many times they have said that they are there: one that had gone without a word would be missed by now.
    const isMissed = () => control.items.filter(({ text }) => text === 'alive').length > alive + 12;
    const alive = control.items.filter(({ text }) => text === 'alive').length;
    await control.until(isMissed);
    expect([ada.gaps, bo.gaps]).toEqual([0, 0]);
    const numbers = numbersOf(speaker, ada);
    expect(numbers.length).toBeGreaterThan(100);
    expect(numbers).toEqual(fromZero(numbers.length));
    expect(numbersOf(speaker, bo)).toEqual(numbers);
    await Promise.all([ada.close(), bo.close()]);
    await stopChild(witness.child);
  });
});
