import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  Injectable,
  type NestInterceptor,
  type CallHandler,
  type ExecutionContext,
  UseFilters,
  UseInterceptors,
} from '@nestjs/common';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { as, type CachedApp, Gate, startCachedApp } from '../../test-support/cached-app.js';
import { adapters } from '../../test-support/start-app.js';
import { Arg, defineContext, MizanCache, MizanClient, mizanTesting, NotFound } from '../index.js';

const Report = defineContext('report');
const Mine = defineContext('my_report');
const Failing = defineContext('failing');
const Locale = defineContext('locale');

/** What all apps of a test work on. */
class Work {
  runs = 0;
  gate = new Gate();
  started = new Gate();
  filtered = 0;
}
let work = new Work();

@Catch(NotFound)
class CountsFailures implements ExceptionFilter {
  catch(error: NotFound, _host: ArgumentsHost): NotFound {
    work.filtered += 1;
    return error;
  }
}

@Injectable()
class ReadsLocale implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler) {
    const request = context.getArgByIndex<{ headers: Record<string, string> }>(0);
    request.headers['x-locale'] = request.headers['accept-language'] ?? '';
    return next.handle();
  }
}

interface HeaderRequest {
  readonly headers: Readonly<Record<string, string>>;
}
const readLocale = ({ headers }: HeaderRequest) => headers['x-locale'] ?? '';

@Injectable()
class Functions {
  @MizanClient({ context: Report, output: 'integer', cache: { scope: 'public' } })
  report(@Arg('year', 'integer') _year: number) {
    return this.#work();
  }
  @MizanClient({ context: Mine, output: 'integer', auth: true })
  myReport() {
    return this.#work();
  }
  @UseFilters(CountsFailures)
  @MizanClient({ context: Failing, output: 'integer', cache: { scope: 'public' } })
  async failing(): Promise<number> {
    await this.#work();
    throw new NotFound('No report');
  }
  @UseInterceptors(ReadsLocale)
  @MizanClient({ context: Locale, output: 'integer', cache: { scope: 'public' } })
  locale() {
    return this.#work();
  }

  async #work(): Promise<number> {
    work.runs += 1;
    const run = work.runs;
    work.started.open();
    await work.gate.opened;
    return run;
  }
}

const apps: { close(): Promise<void> }[] = [];
const start = async (options: Parameters<typeof startCachedApp>[1]): Promise<CachedApp> => {
  const app = await startCachedApp({ providers: [Functions] }, options);
  apps.push(app);
  return app;
};
const countersOf = (app: CachedApp) => app.app.get(MizanCache).counters;

/** Lets all of them start before the first may go on. */
async function together<Reply>(count: number, read: (index: number) => Promise<Reply>): Promise<Reply[]> {
  const replies = Array.from({ length: count }, (_, index) => read(index));
  await work.started.opened;
  work.gate.open();
  return Promise.all(replies);
}

afterEach(async () => {
  work.gate.open();
  for (const app of apps.splice(0)) await app.close();
  work = new Work();
});

describe.each(adapters)('reads that miss at the same time, on %s', (adapter) => {
  it('are computed once for 100 of them', async () => {
    const app = await start({ adapter });
    const replies = await together(100, () => app.read('report', '?year=2026'));
    expect(new Set(replies.map(({ body }) => JSON.stringify(body)))).toEqual(
      new Set(['{"report":{"result":1}}']),
    );
    expect(work.runs).toBe(1);
    const { hits, misses, shared, errors } = countersOf(app);
    expect({ misses, answered: hits + shared, errors }).toEqual({ misses: 1, answered: 99, errors: 0 });
  });

  it('are apart for other params, and for other people', async () => {
    const app = await start({ adapter });
    const replies = await together(4, (index) => app.read('report', `?year=${index % 2}`));
    expect(work.runs).toBe(2);
    expect(replies[0]?.body).toEqual(replies[2]?.body);
    expect(replies[0]?.body).not.toEqual(replies[1]?.body);
    await Promise.all(['ada', 'sam', 'ada:staff'].map((who) => app.read('my_report', '', as(who))));
    expect(work.runs).toBe(5);
  });

  it('fail each for itself, past its own filters', async () => {
    const app = await start({ adapter });
    const replies = await together(10, () => app.read('failing'));
    for (const { status, body } of replies) expect({ status, body }).toMatchObject({ status: 404 });
    expect(work).toMatchObject({ runs: 10, filtered: 10 });
    expect(countersOf(app)).toMatchObject({ shared: 0, misses: 10 });
  });

  it('are not shared by one whose locale an interceptor reads', async () => {
    const app = await start({ adapter, cache: { vary: readLocale } });
    await together(3, (index) => app.read('locale', '', { 'accept-language': `l${index}` }));
    expect(work.runs).toBe(3);
    expect(countersOf(app)).toMatchObject({ shared: 0 });
  });
});

describe('a read that nobody answers', () => {
  afterEach(() => vi.useRealTimers());

  it('holds up others for ten seconds at most', async () => {
    const app = await start({});
    const read = () => mizanTesting(app.app).context(Report, { year: 1 });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const stuck = read();
    await work.started.opened;
    const waiting = read();
    const hanging = work.gate;
    work.gate = new Gate();
    work.gate.open();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await waiting).toEqual({ report: { result: 2 } });
    hanging.open();
    expect(await stuck).toEqual({ report: { result: 1 } });
  });
});
