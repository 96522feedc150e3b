import {
  type CallHandler,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Headers,
  Injectable,
  Ip,
  type NestInterceptor,
  NotFoundException,
  Req,
  Res,
  type Type,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { IsInt, IsString } from 'class-validator';
import { catchError, map, of } from 'rxjs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { adapters, type StartedApp, startApp } from '../../test-support/start-app.js';
import {
  Arg,
  defineContext,
  isMizanCall,
  MizanAuthGuard,
  MizanClient,
  MizanModule,
  mizanTesting,
} from '../index.js';

const Pair = defineContext('pair');
const log: string[] = [];

class Key {
  @IsInt() id!: number;
}
class View {
  @IsInt() id!: number;
  @IsString() text!: string;
}

/** Resolves when told, so that a test decides what is finished first. */
class Gate {
  #open: (() => void) | undefined;
  readonly opened = new Promise<void>((resolve) => (this.#open = resolve));
  open(): void {
    this.#open?.();
  }
}

async function start(
  functions: Type<object>,
  adapter: 'express' | 'fastify' = 'express',
): Promise<StartedApp> {
  return startApp({ providers: [functions] }, { adapter });
}

beforeEach(() => void log.splice(0));

describe.each(adapters)('the order of checks on %s', (adapter) => {
  @Injectable()
  class Notes implements CanActivate {
    canActivate(): boolean {
      log.push('guard');
      return true;
    }
  }
  @Injectable()
  class Wraps implements NestInterceptor {
    intercept(_context: ExecutionContext, next: CallHandler) {
      log.push('interceptor');
      return next.handle();
    }
  }
  const Param = createParamDecorator(() => void log.push('parameter'));

  @UseGuards(Notes)
  @UseInterceptors(Wraps)
  @Injectable()
  class Functions {
    @MizanClient({ auth: 'staff', output: View })
    staff(input: Key) {
      return { id: input.id, text: '' };
    }
    @MizanClient({ output: View })
    open(input: Key, @Param() _param: unknown) {
      log.push('method');
      return { id: input.id, text: '' };
    }
    @MizanClient({ private: true, auth: 'staff', output: View })
    hidden(input: Key) {
      return { id: input.id, text: '' };
    }
  }
  let app: StartedApp;
  beforeAll(async () => {
    app = await start(Functions, adapter);
  });
  afterAll(() => app.close());

  it('is: it exists, it is not private, auth, input, method', async () => {
    expect((await app.call('nope')).status).toBe(404);
    expect((await app.call('hidden')).status).toBe(403);
    expect(log.splice(0)).toEqual([]);
    expect((await app.call('staff', { id: 'wrong' })).status).toBe(401);
    expect(log.splice(0)).toEqual(['guard']);
    expect((await app.call('open', { id: 'wrong' })).status).toBe(422);
    expect(log.splice(0)).toEqual(['guard', 'interceptor', 'parameter']);
    expect((await app.call('open', { id: 1 })).status).toBe(200);
    expect(log.splice(0)).toEqual(['guard', 'interceptor', 'parameter', 'method']);
  });
});

describe('a bundle', () => {
  let gates = { first: new Gate(), second: new Gate() };

  @Injectable()
  class Functions {
    @MizanClient({ context: Pair, output: View })
    async first(@Arg('a', 'string', { optional: true }) a?: string) {
      await gates.first.opened;
      log.push('first');
      if (a === 'fail') throw new NotFoundException('first');
      return { id: 1, text: 'first' };
    }
    @MizanClient({ context: Pair, output: View })
    async second(@Arg('b', 'string', { optional: true }) b?: string) {
      gates.first.open();
      await gates.second.opened;
      log.push('second');
      if (b === 'fail') throw new NotFoundException('second');
      if (b === 'crash') throw new TypeError('secret of the second');
      return { id: 2, text: 'second' };
    }
    @MizanClient({ context: Pair, output: View, name: 'Third' })
    third(@Arg('c', 'integer', { default: 3 }) c: number) {
      gates.second.open();
      if (c === 0) throw new NotFoundException('third');
      return { id: c, text: 'third' };
    }
    @MizanClient({ context: 'guarded', output: View })
    ahead(@Arg('a', 'string', { optional: true }) a?: string) {
      log.push('ahead');
      if (a === 'fail') throw new NotFoundException('ahead');
      return { id: 1, text: '' };
    }
    @MizanClient({ context: 'guarded', auth: true, output: View })
    member() {
      log.push('member');
      return { id: 1, text: '' };
    }
    @MizanClient({ context: 'guarded', output: View })
    behind() {
      log.push('behind');
      return { id: 1, text: '' };
    }
    @MizanClient({ context: 'guarded', private: true, output: View })
    hidden() {
      log.push('hidden');
      return { id: 1, text: '' };
    }
  }

  let app: StartedApp;
  beforeAll(async () => {
    app = await start(Functions);
  });
  afterAll(() => app.close());
  beforeEach(() => {
    gates = { first: new Gate(), second: new Gate() };
  });

  it('runs its functions at once, and sorts their names by code point', async () => {
    // The first waits for the second, and that for the third: one after the other, none would end.
    const response = await app.context('pair');
    expect(await response.text()).toBe(
      '{"Third":{"id":3,"text":"third"},"first":{"id":1,"text":"first"},"second":{"id":2,"text":"second"}}',
    );
  });

  it.each([
    ['?b=fail&c=0', 'second'],
    ['?a=fail&b=fail', 'first'],
    ['?c=0', 'third'],
  ])(
    '%s: of those that fail, the first in declared order decides, whichever fails first',
    async (query, message) => {
      const response = await app.context('pair', query);
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({ error: true, code: 'NOT_FOUND', message });
    },
  );

  it('counts input errors in the same order', async () => {
    gates.second.open();
    expect(await (await app.context('pair', '?c=x&b=fail')).json()).toMatchObject({ message: 'second' });
    expect(await (await app.context('pair', '?c=x')).json()).toMatchObject({ code: 'VALIDATION_ERROR' });
  });

  it('logs what is unexpected in those that do not decide', async () => {
    const response = await app.context('pair', '?a=fail&b=crash');
    expect(await response.json()).toMatchObject({ message: 'first' });
    const errors = app.logged.filter(({ level }) => level === 'error');
    expect(errors).toHaveLength(1);
    expect(errors[0]?.text).toContain('second (Functions.second) failed');
  });

  it('runs nothing from the first member on that is refused; an error before it comes first', async () => {
    const response = await app.context('guarded');
    expect(response.status).toBe(401);
    expect(log.splice(0)).toEqual(['ahead']);
    expect(await (await app.context('guarded', '?a=fail')).json()).toMatchObject({ message: 'ahead' });
  });
});

describe('what a function answers', () => {
  @Injectable()
  class Adds implements NestInterceptor {
    intercept(_context: ExecutionContext, next: CallHandler) {
      return next.handle().pipe(map((value: object) => ({ data: value })));
    }
  }
  @Injectable()
  class Keeps implements NestInterceptor {
    intercept(_context: ExecutionContext, next: CallHandler) {
      return next.handle();
    }
  }
  @Injectable()
  class Answers implements NestInterceptor {
    intercept() {
      return of({ id: 9, text: 'kept' });
    }
  }
  @Injectable()
  class Wraps implements NestInterceptor {
    intercept(context: ExecutionContext, next: CallHandler) {
      if (isMizanCall(context)) return next.handle();
      return next.handle().pipe(map((data: unknown) => ({ data })));
    }
  }

  @Injectable()
  class Recovers implements NestInterceptor {
    intercept(_context: ExecutionContext, next: CallHandler) {
      return next.handle().pipe(catchError(() => of({ id: 0, text: 'fallback' })));
    }
  }

  @Injectable()
  class Functions {
    @UseInterceptors(Recovers)
    @MizanClient({ affects: Pair, output: View })
    recovered(input: Key) {
      return { id: input.id, text: '' };
    }
    @MizanClient({ affects: Pair, output: 'integer', input: z.object({ id: z.number().int() }) })
    ignoresInput() {
      return 1;
    }
    @MizanClient({ affects: Pair, output: 'string', input: z.object({ id: z.number().int() }) })
    ignoresInputToo(@Ip() ip: string, @Headers('X-Word') word = 'none') {
      return `${ip.includes('127.0.0.1')} ${word}`;
    }
    @UseInterceptors(Adds)
    @MizanClient({ output: View })
    changed() {
      return { id: 1, text: '' };
    }
    @UseInterceptors(Keeps)
    @MizanClient({ output: View })
    wrong(): View {
      return JSON.parse('{"id":"1"}') as View;
    }
    @UseInterceptors(Wraps)
    @MizanClient({ output: View })
    wrapped() {
      return { id: 1, text: '' };
    }
    @UseInterceptors(Answers)
    @MizanClient({ affects: Pair, output: View })
    answered(_input: Key) {
      return { id: 1, text: 'run' };
    }
    @MizanClient({ context: Pair, output: View })
    reader(@Arg('id', 'integer') id: number) {
      return { id, text: '' };
    }
    @MizanClient({
      affects: Pair,
      output: 'integer',
      input: z.object({ id: z.number() }).refine(async () => true),
    })
    async slowInput(input: { id: number }) {
      return input.id;
    }
    @MizanClient({ output: [View] })
    async list() {
      return [{ id: 1, text: 'a', secret: 'x' }];
    }
    @MizanClient({ output: 'string' })
    request(
      @Req() request: { url: string },
      @Headers('X-Word') word: string,
      @Ip() ip: string,
      @Res() response: object,
    ) {
      return [request.url, word, ip.includes('127.0.0.1'), typeof response].join(' ');
    }
    @MizanClient({ output: 'string' })
    throwsText(): string {
      throw 'a text with secrets' as unknown;
    }
  }
  let app: StartedApp;
  beforeAll(async () => {
    app = await start(Functions);
  });
  afterAll(() => app.close());

  const takeErrors = () => app.logged.filter(({ level }) => level === 'error').map(({ text }) => text);

  it('says in the log when an interceptor changed what does not fit', async () => {
    expect((await app.call('changed')).status).toBe(500);
    expect(takeErrors().at(-1)).toMatch(/changed \(Functions\.changed\) failed.*interceptor changed it/s);
    expect(takeErrors().at(-1)).toContain('isMizanCall(context)');
  });
  it('does not blame an interceptor that changed nothing', async () => {
    expect((await app.call('wrong')).status).toBe(500);
    expect(takeErrors().at(-1)).toMatch(/Functions\.wrong/);
    expect(takeErrors().at(-1)).not.toMatch(/interceptor changed/);
  });
  it('says in the log once what does not fit, and where it was found', async () => {
    await app.call('wrong');
    const text = takeErrors().at(-1) ?? '';
    expect(text.split('should be')).toHaveLength(2);
    expect(text).not.toContain('expected:');
    expect(text).toMatch(/\n +at /);
  });
  it('is a short NOT_FOUND, however long the name is that was asked for', async () => {
    for (const response of [await app.call('x'.repeat(3_000)), await app.context('x'.repeat(3_000))]) {
      expect(response.status).toBe(404);
      const { code, message } = (await response.json()) as { code: string; message: string };
      expect(code).toBe('NOT_FOUND');
      expect(message.length).toBeLessThan(200);
    }
  });
  it('is left alone by wrappers that ask isMizanCall', async () => {
    expect(await (await app.call('wrapped')).json()).toEqual({ result: { id: 1, text: '' } });
  });
  it('is scoped as widely as declared when an interceptor answers in place of the method', async () => {
    expect(await (await app.call('answered', { id: 1 })).json()).toEqual({
      result: { id: 9, text: 'kept' },
      invalidate: ['pair'],
    });
  });
  it('is what an interceptor makes of a refused input, scoped as widely as declared', async () => {
    const response = await app.call('recovered', { id: 'x' });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ result: { id: 0, text: 'fallback' }, invalidate: ['pair'] });
  });
  it.each([
    ['ignores_input', 1],
    ['ignores_input_too', 'true none'],
  ])(
    '%s: is for a declared input only, and scoped by it, though the method does not take it',
    async (fn, result) => {
      for (const args of [{ id: 'x' }, {}, undefined]) {
        const refused = await app.call(fn, args);
        expect(refused.status).toBe(422);
        expect(await refused.json()).toMatchObject({ code: 'VALIDATION_ERROR' });
      }
      expect(await (await app.call(fn, { id: 7 })).json()).toEqual({
        result: { result },
        invalidate: [{ context: 'pair', params: { id: 7 } }],
      });
    },
  );
  it('is scoped by an input that a schema validates later', async () => {
    expect(await (await app.call('slow_input', { id: 7 })).json()).toEqual({
      result: { result: 7 },
      invalidate: [{ context: 'pair', params: { id: 7 } }],
    });
  });
  it('holds declared fields only', async () => {
    expect(await (await app.call('list')).text()).toBe('{"result":[{"id":1,"text":"a"}]}');
  });
  it('can use the request, its headers, the address and the response', async () => {
    const response = await app.call('request', {}, { 'X-Word': 'hello' });
    expect(await response.json()).toEqual({ result: { result: '/api/mizan/call/ hello true object' } });
  });
  it('is an INTERNAL_ERROR when something is thrown that is no error, and logged', async () => {
    const response = await app.call('throws_text');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secrets');
    expect(takeErrors().at(-1)).toContain('a text with secrets');
  });
});

describe.each(adapters)('a method that takes the response on %s', (adapter) => {
  interface AnyResponse {
    status(code: number): AnyResponse;
    header(name: string, value: string): AnyResponse;
    send(body: object): unknown;
    statusCode: number;
  }
  @Injectable()
  class Functions {
    @MizanClient({ output: 'string' })
    answers(@Res() response: AnyResponse): string {
      response.status(403).send({ mine: true });
      return '';
    }
    @MizanClient({ output: 'string' })
    async adds(@Res() response: AnyResponse): Promise<string> {
      await Promise.resolve();
      response.header('X-Mine', 'yes');
      response.statusCode = 202;
      return String(response.statusCode);
    }
  }
  let app: StartedApp;
  beforeAll(async () => {
    app = await start(Functions, adapter);
  });
  afterAll(() => app.close());

  it('can answer by itself', async () => {
    const response = await app.call('answers');
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ mine: true });
  });
  it('can add to the answer', async () => {
    const response = await app.call('adds');
    expect(response.headers.get('X-Mine')).toBe('yes');
    expect(await response.json()).toEqual({ result: { result: '202' } });
  });
});

function makeFirst(): Type<object> {
  @Injectable()
  class Functions {
    @MizanClient({ output: 'string', name: 'one' }) list(@Arg('a') a: string, @Ip() _ip: string) {
      return a;
    }
  }
  return Functions;
}

function makeSecond(): Type<object> {
  @Injectable()
  class Functions {
    @MizanClient({ output: 'string', name: 'two' }) list(@Ip() _ip: string, @Arg('b') b: string) {
      return b;
    }
  }
  return Functions;
}

describe('apps beside each other in one process', () => {
  it('share nothing, though they share classes', async () => {
    @Injectable()
    class Functions {
      readonly seen: number[] = [];
      @MizanClient({ affects: Pair, output: 'integer' }) change(@Arg('id', 'integer') id: number) {
        this.seen.push(id);
        return this.seen.length;
      }
      @MizanClient({ context: Pair, output: 'integer' }) count() {
        return this.seen.length;
      }
    }
    class Denies implements CanActivate {
      canActivate(): boolean {
        return false;
      }
    }
    const one = await start(Functions);
    const two = await start(Functions, 'fastify');
    const three = await startApp(
      { providers: [Functions] },
      { configure: (app) => void app.useGlobalGuards(new Denies()) },
    );
    expect(await (await one.call('change', { id: 1 })).json()).toMatchObject({ result: { result: 1 } });
    expect(await (await one.call('change', { id: 1 })).json()).toMatchObject({ result: { result: 2 } });
    expect(await (await two.call('change', { id: 1 })).json()).toMatchObject({ result: { result: 1 } });
    expect((await three.call('change', { id: 1 })).status).toBe(403);
    expect((await one.call('change', { id: 1 })).status).toBe(200);
    await Promise.all([one.close(), two.close(), three.close()]);
  });

  it('two classes of one name and method keep their own parameters', async () => {
    const app = await startApp({ providers: [makeFirst(), makeSecond()] });
    expect(await (await app.call('one', { a: 'A' })).json()).toEqual({ result: { result: 'A' } });
    expect(await (await app.call('two', { b: 'B' })).json()).toEqual({ result: { result: 'B' } });
    await app.close();
  });
});

describe('a test that replaces MizanAuthGuard', () => {
  it('still runs the method once, by the run closure', async () => {
    let runs = 0;
    @Injectable()
    class Functions {
      @MizanClient({ auth: 'staff', output: 'integer' }) count() {
        runs += 1;
        return runs;
      }
    }
    const module = await Test.createTestingModule({
      imports: [MizanModule.forRoot()],
      providers: [Functions],
    })
      .overrideGuard(MizanAuthGuard)
      .useValue({ canActivate: () => true })
      .compile();
    await module.init();
    expect((await mizanTesting(module).call('count')).result).toEqual({ result: 1 });
    expect(runs).toBe(1);
    await module.close();
  });
});
