import { Injectable, type PipeTransform, type Provider, Scope, UsePipes } from '@nestjs/common';
import { APP_PIPE } from '@nestjs/core';
import { Transform } from 'class-transformer';
import { IsString } from 'class-validator';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type CachedApp, Gate, startCachedApp } from '../../test-support/cached-app.js';
import { adapters } from '../../test-support/start-app.js';
import { Arg, defineContext, Invalidations, MizanClient, MizanCache, Typed } from '../index.js';

const News = defineContext('news');
const Quiet = defineContext('quiet');
const Day = defineContext('day');
const Page = defineContext('page');
const Story = defineContext('story');

class Topic {
  @IsString() @Transform(({ value }) => String(value).toLowerCase()) topic!: string;
}
class Told {
  @Typed('string') topic!: string;
  @Typed('integer') edition!: number;
}
class Trims implements PipeTransform {
  transform(value: unknown) {
    return typeof value === 'string' ? value.trim() : value;
  }
}
@Injectable({ scope: Scope.REQUEST })
class TrimsForEach extends Trims {}

const topics = z.object({ topic: z.string().trim().toLowerCase(), title: z.string().trim().optional() });

/** The data, by topic. */
class Desk {
  readonly editions = new Map<string, number>();
  before: Promise<void> | undefined;
  started = new Gate();
  edition(topic: string) {
    return this.editions.get(topic) ?? 0;
  }
  async put(topic: string): Promise<boolean> {
    this.started.open();
    await this.before;
    this.editions.set(topic, this.edition(topic) + 1);
    return true;
  }
}

@Injectable()
class Functions {
  constructor(private readonly desk: Desk) {}

  @MizanClient({ context: News, cache: { scope: 'public' }, output: 'integer' })
  news(@Arg('topic') topic: string) {
    return this.desk.edition(topic);
  }
  @MizanClient({ context: Quiet, cache: { scope: 'public' }, output: 'integer' })
  quiet(input: Topic) {
    return this.desk.edition(input.topic);
  }
  @MizanClient({ context: Story, cache: { scope: 'public' }, output: Told })
  story(@Arg('topic') topic: string) {
    return { topic, edition: this.desk.edition(topic) };
  }
  @MizanClient({ context: Day, cache: { scope: 'public' }, output: 'integer' })
  day(@Arg('at', Date) at: Date) {
    return this.desk.edition(at.toISOString());
  }
  @MizanClient({ context: Page, cache: { scope: 'public' }, output: 'integer' })
  page(@Arg('page', 'integer') page: number) {
    return this.desk.edition(String(page));
  }

  @MizanClient({ affects: [News, Quiet], output: 'boolean' })
  putArg(@Arg('topic') topic: string) {
    return this.desk.put(topic);
  }
  @MizanClient({ affects: News, output: 'boolean' })
  putTransformed(input: Topic) {
    return this.desk.put(input.topic);
  }
  @MizanClient({ affects: News, output: 'boolean', input: topics })
  putParsed(input: z.output<typeof topics>) {
    return this.desk.put(input.topic);
  }
  @UsePipes(Trims)
  @MizanClient({ affects: News, output: 'boolean' })
  putPiped(@Arg('topic') topic: string) {
    return this.desk.put(topic);
  }
  @MizanClient({ merge: Story, output: Told, input: topics })
  async tell({ topic }: z.output<typeof topics>) {
    await this.desk.put(topic);
    return { topic, edition: this.desk.edition(topic) };
  }
  @MizanClient({ affects: Day, output: 'boolean' })
  putDay(@Arg('at', Date) at: Date) {
    return this.desk.put(at.toISOString());
  }
  @MizanClient({ affects: Page, output: 'boolean' })
  putPage(@Arg('page') page: string) {
    return this.desk.put(String(Number(page)));
  }
}

/** Made anew for each request, as its pipe is. */
@Injectable()
class ScopedFunctions {
  constructor(private readonly desk: Desk) {}

  @UsePipes(TrimsForEach)
  @MizanClient({ affects: News, output: 'boolean' })
  putPipedEach(@Arg('topic') topic: string) {
    return this.desk.put(topic);
  }
}

const newYear = '2024-01-01T00:00:00.000Z';

describe.each(adapters)('what a method gets otherwise than it was sent, on %s', (adapter) => {
  let app: CachedApp;
  let desk: Desk;
  const start = async (...providers: readonly Provider[]) => {
    app = await startCachedApp({ providers: [Functions, ScopedFunctions, Desk, ...providers] }, { adapter });
    desk = app.app.get(Desk);
  };
  beforeEach(() => start());
  afterEach(() => app.close());

  const fill = async (context: string, ...queries: readonly string[]) => {
    for (const query of queries) {
      await app.read(context, query);
      await app.read(context, query);
      expect([query, (await app.read(context, query)).cache]).toEqual([query, 'HIT']);
    }
  };
  const told = async (fn: string, args: object) =>
    (await app.call(fn, args)).headers.get('x-mizan-invalidate');

  it.each([
    ['a @Transform', 'put_transformed', 'RAIN'],
    ['a schema', 'put_parsed', ' Rain '],
    ['a pipe of its own', 'put_piped', ' rain '],
    ['a pipe that is made for each request', 'put_piped_each', ' rain '],
  ])('is not what a mutation is told to have changed: %s', async (_what, fn, topic) => {
    await fill('news', '?topic=rain', '?topic=snow');
    expect(await told(fn, { topic })).toBe('news');
    expect(await app.read('news', '?topic=rain')).toMatchObject({
      cache: 'MISS',
      body: { news: { result: 1 } },
    });
  });

  it.each([
    ['a @Transform', 'put_transformed'],
    ['a schema', 'put_parsed'],
    ['a pipe of its own', 'put_piped'],
    ['a pipe that is made for each request', 'put_piped_each'],
  ])('is told as ever when it gets just that: %s', async (_what, fn) => {
    await fill('news', '?topic=rain', '?topic=snow');
    expect(await told(fn, { topic: 'rain', title: ' trimmed ' })).toBe('news;topic=rain');
    expect((await app.read('news', '?topic=snow')).cache).toBe('HIT');
    expect(await app.read('news', '?topic=rain')).toMatchObject({
      cache: 'MISS',
      body: { news: { result: 1 } },
    });
  });

  it('is seen behind a pipe of the whole app', async () => {
    await app.close();
    await start({ provide: APP_PIPE, useClass: Trims });
    await fill('news', '?topic=rain', '?topic=snow');
    expect(await told('put_arg', { topic: 'snow' })).toBe('news;topic=snow, quiet;topic=snow');
    expect((await app.read('news', '?topic=rain')).cache).toBe('HIT');
    expect(await told('put_arg', { topic: ' rain ' })).toBe('news, quiet');
    expect(await app.read('news', '?topic=rain')).toMatchObject({
      cache: 'MISS',
      body: { news: { result: 1 } },
    });
    await app.read('news', '?topic=rain%20');
    expect((await app.read('news', '?topic=rain%20')).cache).toBe('MISS');
  });

  it('marks what it changes before the method runs', async () => {
    await fill('news', '?topic=rain');
    const gate = new Gate();
    desk.before = gate.opened;
    const change = app.call('put_parsed', { topic: 'RAIN' });
    await desk.started.opened;
    for (let time = 0; time < 2; time += 1) {
      expect(await app.read('news', '?topic=rain')).toMatchObject({
        cache: 'MISS',
        body: { news: { result: 0 } },
      });
    }
    gate.open();
    await change;
    await fill('news', '?topic=rain');
    expect(await app.read('news', '?topic=rain')).toMatchObject({
      cache: 'HIT',
      body: { news: { result: 1 } },
    });
  });

  it('is served to who reads it so, and not kept', async () => {
    await fill('quiet', '?topic=rain');
    await app.read('quiet', '?topic=RAIN');
    expect(await app.read('quiet', '?topic=RAIN')).toMatchObject({
      cache: 'MISS',
      body: { quiet: { result: 0 } },
    });
    await app.call('put_arg', { topic: 'rain' });
    expect(await app.read('quiet', '?topic=RAIN')).toMatchObject({
      cache: 'MISS',
      body: { quiet: { result: 1 } },
    });
    expect(await app.read('quiet', '?topic=rain')).toMatchObject({
      cache: 'MISS',
      body: { quiet: { result: 1 } },
    });
  });

  it('is merged nowhere, since its place is not known, and fetched instead', async () => {
    await fill('story', '?topic=rain', '?topic=snow');
    const reply = await app.call('tell', { topic: 'RAIN' });
    expect(reply.headers.get('x-mizan-invalidate')).toBe('story');
    expect(await reply.json()).toEqual({ result: { topic: 'rain', edition: 1 }, invalidate: ['story'] });
    const straight = await (await app.call('tell', { topic: 'rain', title: ' b ' })).json();
    expect(straight).toMatchObject({ merge: [{ context: 'story', params: { topic: 'rain' } }] });
  });

  it('is a date in another form: only the one that is written back is a name', async () => {
    await fill('day', `?at=${newYear}`);
    expect(await told('put_day', { at: newYear })).toBe(`day;at=${encodeURIComponent(newYear)}`);
    await fill('day', `?at=${newYear}`);
    expect(await told('put_day', { at: '2024-01-01' })).toBe('day');
    expect(await app.read('day', `?at=${newYear}`)).toMatchObject({
      cache: 'MISS',
      body: { day: { result: 2 } },
    });
    await app.read('day', '?at=2024-01-01');
    expect((await app.read('day', '?at=2024-01-01')).cache).toBe('MISS');
  });

  it.each([
    ['07', 'HIT'],
    ['+7', 'HIT'],
    [' 7 ', 'HIT'],
    ['seven', 'MISS'],
    ['', 'MISS'],
  ])('is a text for a number: %j names what a read takes it for', async (page, other) => {
    await fill('page', '?page=7', '?page=8');
    await app.call('put_page', { page });
    expect((await app.read('page', '?page=7')).cache).toBe('MISS');
    expect((await app.read('page', '?page=8')).cache).toBe(other);
  });

  it('is a number for `MizanCache.invalidate` as well', async () => {
    await fill('page', '?page=7', '?page=8');
    await app.app.get(MizanCache).invalidate(Page, { page: '07' });
    expect((await app.read('page', '?page=7')).cache).toBe('MISS');
    expect((await app.read('page', '?page=8')).cache).toBe('HIT');
  });

  it('is told to who listens as it is told in the answer', async () => {
    const heard: unknown[] = [];
    app.app.get(Invalidations).subscribe((targets) => heard.push(targets));
    await app.call('put_parsed', { topic: 'RAIN' });
    await app.call('put_parsed', { topic: 'rain' });
    expect(heard).toEqual([['news'], [{ context: 'news', params: { topic: 'rain' } }]]);
  });
});
