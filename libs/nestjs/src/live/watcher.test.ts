import { describe, expect, it } from 'vitest';
import { Turnstile } from './turnstile.js';
import { Watcher } from './watcher.js';

const entry = (n: number) => ({ context: 'c', params: { n } });

const always = () => true;

describe('a watcher', () => {
  const frames: string[] = [];

  it('is not told of what it has dropped since', () => {
    const watcher = new Watcher({ send: (frame) => frames.push(frame) });
    const [one, two] = watcher.replace([entry(1), entry(2)], 10, always).watches;
    if (one === undefined || two === undefined) throw new Error('two entries were named');
    watcher.note(one, undefined);
    watcher.note(two, undefined);
    watcher.replace([entry(2)], 10, always);
    watcher.tell();
    expect(frames).toEqual(['{"type":"invalidate","contexts":[{"context":"c","params":{"n":2}}]}']);
    watcher.note(two, undefined);
    watcher.replace([], 10, always);
    watcher.tell();
    expect(frames).toHaveLength(1);
  });

  it('is told nothing of an entry that it dropped and named anew: it reads that in any case', () => {
    const watcher = new Watcher({ send: (frame) => frames.push(frame) });
    frames.length = 0;
    const [one] = watcher.replace([entry(1)], 10, always).watches;
    if (one === undefined) throw new Error('an entry was named');
    watcher.note(one, undefined);
    watcher.replace([], 10, always);
    watcher.replace([entry(1)], 10, always);
    watcher.tell();
    expect(frames).toEqual([]);
  });
});

describe('a turnstile', () => {
  it('lets so many through at once, the others in order, and the next also after a failure', async () => {
    const turnstile = new Turnstile(2);
    const events: string[] = [];
    const ends: (() => void)[] = [];
    const run = (name: string) =>
      turnstile.run(async () => {
        events.push(`${name} begins`);
        await new Promise<void>((resolve) => ends.push(resolve));
        if (name === 'a') throw new Error('a failed');
        events.push(`${name} ends`);
      });
    const a = run('a').catch((error: Error) => events.push(error.message));
    const others = [run('b'), run('c'), run('d')];
    expect(events).toEqual(['a begins', 'b begins']);
    ends[0]?.();
    await a;
    await new Promise(setImmediate);
    expect(events.slice(2).toSorted()).toEqual(['a failed', 'c begins']);
    ends[2]?.();
    await others[1];
    await new Promise(setImmediate);
    expect(events.slice(4)).toEqual(['c ends', 'd begins']);
    ends[1]?.();
    ends[3]?.();
    await Promise.all(others);
    const last = run('e');
    ends[4]?.();
    await last;
    expect(events.at(-1)).toBe('e ends');
  });
});
