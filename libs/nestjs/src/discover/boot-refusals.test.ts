import { CacheInterceptor, CacheModule } from '@nestjs/cache-manager';
import {
  Body,
  Controller,
  Get,
  Injectable,
  Module,
  Param,
  Query,
  Req,
  UploadedFile,
  UseInterceptors,
} from '@nestjs/common';
import { APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { IsInt } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createApp, findBootProblems } from '../../test-support/start-app.js';
import { Arg, Auth, defineContext, functionOf, MizanClient, MizanModule } from '../index.js';

class Done {
  @IsInt() id!: number;
}
class Other {
  @IsInt() other!: number;
}
class Key {
  @IsInt() id!: number;
}
interface Shapeless {
  readonly id: number;
}

const done = { id: 1 };

/** Options as plain JavaScript could write them. */
const odd = (options: object) => ({ output: Done, ...options });

const returnDone = () => done;

/** What some libraries do: put another function in the place of the method, and forget its metadata. */
const replace: MethodDecorator = (_prototype, _name, descriptor) => {
  Object.assign(descriptor, { value: returnDone });
};

describe('what cannot work is refused at boot', () => {
  it('a class with functions that a factory makes', async () => {
    @Injectable()
    class Functions {
      @MizanClient({ output: Done }) go() {
        return done;
      }
    }
    const problems = await findBootProblems({
      providers: [{ provide: Functions, useFactory: () => new Functions() }],
    });
    expect(problems).toEqual([
      expect.objectContaining({ where: 'Functions', problem: expect.stringContaining('factory') }),
    ]);
  });

  it('a value with functions, whatever its token', async () => {
    class Functions {
      @MizanClient({ output: Done }) go() {
        return done;
      }
    }
    const problems = await findBootProblems({
      providers: [{ provide: 'FUNCTIONS', useValue: new Functions() }],
    });
    expect(problems).toEqual([
      expect.objectContaining({ where: 'Functions', problem: expect.stringContaining('value') }),
    ]);
  });

  it('a controller with functions', async () => {
    @Controller('plain')
    class Functions {
      @MizanClient({ output: Done }) go() {
        return done;
      }
    }
    expect(await findBootProblems({ controllers: [Functions] })).toEqual([
      expect.objectContaining({ where: 'Functions', problem: expect.stringContaining('controller') }),
    ]);
  });

  it('one class provided in two modules, told once and with both names', async () => {
    @Injectable()
    class Functions {
      @MizanClient({ output: Done }) go() {
        return done;
      }
      @MizanClient({ output: Done }) stop() {
        return done;
      }
    }
    @Module({ providers: [Functions] })
    class First {}
    @Module({ providers: [Functions] })
    class Second {}
    const problems = await findBootProblems({ imports: [First, Second] });
    expect(problems).toEqual([expect.objectContaining({ where: 'Functions' })]);
    expect(problems[0]?.problem).toMatch(/^it is provided twice by First and Second,/);
  });

  it('one class provided twice in one module', async () => {
    @Injectable()
    class Functions {
      @MizanClient({ output: Done }) go() {
        return done;
      }
    }
    const problems = await findBootProblems({
      providers: [Functions, { provide: 'AGAIN', useClass: Functions }],
    });
    expect(problems).toEqual([expect.objectContaining({ where: 'Functions' })]);
    expect(problems[0]?.problem).toMatch(/^it is provided twice by TestApp,/);
    expect(problems[0]?.fix).toContain('useExisting');
  });

  it('a value that a test puts in the place of a class with functions', async () => {
    @Injectable()
    class Functions {
      @MizanClient({ output: Done }) go() {
        return done;
      }
    }
    @Module({ imports: [MizanModule.forRoot()], providers: [Functions] })
    class TestedApp {}
    const fake = { go: () => done };
    const tested = await Test.createTestingModule({ imports: [TestedApp] })
      .overrideProvider(Functions)
      .useValue(fake)
      .compile();
    const problem = {
      where: 'Functions',
      problem: 'its functions cannot be guarded, because a factory or a value of TestedApp makes it',
      fix: expect.stringContaining('in a test, replace what it injects'),
    };
    await expect(tested.init()).rejects.toMatchObject({ code: 'MIZAN_BOOT', problems: [problem] });
  });

  it('an alias of a class with functions is none', async () => {
    @Injectable()
    class Functions {
      @MizanClient({ output: Done }) go() {
        return done;
      }
    }
    expect(
      await findBootProblems({ providers: [Functions, { provide: 'ALIAS', useExisting: Functions }] }),
    ).toEqual([]);
  });

  it('parameters that read a route or an upload', async () => {
    @Injectable()
    class Functions {
      @MizanClient({ output: Done }) body(@Body() _body: Key) {
        return done;
      }
      @MizanClient({ output: Done }) query(@Query('id') _id: string) {
        return done;
      }
      @MizanClient({ output: Done }) param(@Param('id') _id: string) {
        return done;
      }
      @MizanClient({ output: Done }) file(@UploadedFile() _file: unknown) {
        return done;
      }
      @MizanClient({ output: Done }) fine(@Req() _request: unknown, _input: Key) {
        return done;
      }
    }
    const problems = await findBootProblems({ providers: [Functions] });
    expect(problems.map(({ where, problem }) => [where, problem.split(' ')[0]])).toEqual([
      ['Functions.body', '@Body'],
      ['Functions.query', '@Query'],
      ['Functions.param', '@Param'],
      ['Functions.file', '@UploadedFile'],
    ]);
  });

  it('inputs that nothing can be read from', async () => {
    @Injectable()
    class Functions {
      @MizanClient({ output: Done }) primitive(_id: number) {
        return done;
      }
      @MizanClient({ output: Done }) shapeless(_input: Shapeless) {
        return done;
      }
      @MizanClient({ output: Done }) list(_input: readonly Key[]) {
        return done;
      }
      @MizanClient({ output: Done }) two(_first: Key, _second: Key) {
        return done;
      }
      @MizanClient({ output: Done }) mixed(@Arg('id', 'integer') _id: number, _second: Key) {
        return done;
      }
      @MizanClient({ output: Done }) untyped(@Arg('ids') _ids: readonly number[]) {
        return done;
      }
      @MizanClient({ output: Done }) twice(@Arg('a', 'integer') _a: number, @Arg('a', 'integer') _b: number) {
        return done;
      }
      @MizanClient({ output: Done, input: z.object({}) }) schema(@Arg('a', 'integer') _a: number) {
        return done;
      }
    }
    const problems = await findBootProblems({ providers: [Functions] });
    expect(problems.map(({ where }) => where)).toEqual([
      'Functions.primitive',
      'Functions.shapeless',
      'Functions.list',
      'Functions.two',
      'Functions.mixed',
      'Functions.untyped',
      'Functions.twice',
      'Functions.schema',
    ]);
    for (const { fix } of problems) expect(fix).not.toBe('');
  });

  it('outputs that nobody declared', async () => {
    @Injectable()
    class Functions {
      @MizanClient() plain(): Done {
        return done;
      }
      @MizanClient() async later(): Promise<Done> {
        return done;
      }
      @MizanClient() inferred() {
        return done;
      }
      @MizanClient() nothing(): void {}
    }
    const problems = await findBootProblems({ providers: [Functions] });
    expect(problems.map(({ where }) => where)).toEqual([
      'Functions.later',
      'Functions.inferred',
      'Functions.nothing',
    ]);
    expect(problems[0]?.problem).toMatch(/promise/);
  });

  it('two functions of one wire name', async () => {
    @Injectable()
    class One {
      @MizanClient({ output: Done }) goAhead() {
        return done;
      }
    }
    @Injectable()
    class Two {
      @MizanClient({ output: Done, name: 'go_ahead' }) other() {
        return done;
      }
    }
    const problems = await findBootProblems({ providers: [One, Two] });
    expect(problems).toEqual([expect.objectContaining({ where: 'One.goAhead and Two.other' })]);
  });

  it('an inherited function that two classes bring', async () => {
    abstract class Base {
      @MizanClient({ output: Done }) inherited() {
        return done;
      }
    }
    @Injectable()
    class One extends Base {}
    @Injectable()
    class Two extends Base {}
    expect(await findBootProblems({ providers: [One, Two] })).toEqual([
      {
        where: 'One.inherited and Two.inherited',
        problem: 'they are one inherited method, and so one function "inherited"',
        fix: expect.stringContaining('override the method in each'),
      },
    ]);
  });

  it('names that cannot travel, and blank ones', async () => {
    @Injectable()
    class Functions {
      @MizanClient({ output: Done, context: '' }) blank() {
        return done;
      }
      @MizanClient({ output: Done, context: defineContext('a b') }) spaced() {
        return done;
      }
      @MizanClient({ output: Done, name: 'no good' }) named() {
        return done;
      }
    }
    const problems = await findBootProblems({ providers: [Functions] });
    expect(problems.map(({ where }) => where)).toEqual([
      'Functions.blank',
      'Functions.spaced',
      'Functions.named',
    ]);
  });

  it('every defect of the graph', async () => {
    const Board = defineContext('board');
    @Injectable()
    class Functions {
      @MizanClient({ output: Done, context: Board }) board(@Arg('team') _team: string) {
        return done;
      }
      @MizanClient({ output: Done, context: Board }) cards(@Arg('team', 'integer') _team: number) {
        return done;
      }
      @MizanClient({ output: Done, affects: 'nowhere' }) lost() {
        return done;
      }
      @MizanClient({ output: Other, merge: Board }) misfit() {
        return { other: 1 };
      }
      @MizanClient({ output: Done, merge: Board }) ambiguous() {
        return done;
      }
      @MizanClient({ output: Done, affects: functionOf(() => Functions, 'lost') }) aimless() {
        return done;
      }
      helper() {
        return done;
      }
      @MizanClient({ output: Done, affects: functionOf(() => Functions, 'helper') }) undecorated() {
        return done;
      }
    }
    const problems = await findBootProblems({ providers: [Functions] });
    expect(problems.map(({ where }) => where).toSorted()).toEqual([
      'Functions.aimless',
      'Functions.ambiguous',
      'Functions.board and Functions.cards',
      'Functions.lost',
      'Functions.misfit',
      'Functions.undecorated',
    ]);
  });

  it('a reader that is a mutation as well, where the compiler did not look', async () => {
    const both: object = { output: Done, context: 'board', affects: 'board' };
    @Injectable()
    class Functions {
      @MizanClient(both) board(): Done {
        return done;
      }
    }
    const problems = await findBootProblems({ providers: [Functions] });
    expect(problems).toEqual([expect.objectContaining({ where: 'Functions.board' })]);
    expect(problems[0]?.problem).toMatch(/context.*affects/);
  });

  it('an auth rule, a rev and a cache time that mean nothing', async () => {
    @Injectable()
    class Functions {
      @MizanClient(odd({ auth: 'admin' })) auth(): Done {
        return done;
      }
      @MizanClient(odd({ auth: { permissions: 'ticket.close' } })) permission(): Done {
        return done;
      }
      @MizanClient({ output: Done, rev: -1 }) rev() {
        return done;
      }
      @MizanClient({ output: Done, cache: 1.5 }) cache() {
        return done;
      }
    }
    const problems = await findBootProblems({ providers: [Functions] });
    expect(new Set(problems.map(({ where }) => where))).toEqual(
      new Set(['Functions.auth', 'Functions.permission', 'Functions.rev', 'Functions.cache']),
    );
  });

  it('an auth rule by @Auth beside the option auth, in either order', async () => {
    @Injectable()
    class Functions {
      @Auth('staff')
      @MizanClient({ output: Done, auth: true })
      above() {
        return done;
      }
      @MizanClient({ output: Done, auth: true })
      @Auth('staff')
      below() {
        return done;
      }
      @MizanClient({ output: Done })
      @Auth('staff')
      fine() {
        return done;
      }
    }
    expect(await findBootProblems({ providers: [Functions] })).toEqual([
      expect.objectContaining({ where: 'Functions.above', problem: 'it has more than one auth rule' }),
      expect.objectContaining({ where: 'Functions.below', problem: 'it has more than one auth rule' }),
    ]);
  });

  it('an option whose value is missing, as imports that go in a circle leave it', async () => {
    @Injectable()
    class Functions {
      @MizanClient(odd({ auth: undefined })) auth(): Done {
        return done;
      }
      @MizanClient(odd({ context: undefined })) context(): Done {
        return done;
      }
      @MizanClient(odd({ affects: [undefined, 'board'] })) affects(): Done {
        return done;
      }
      @MizanClient(odd({ merge: undefined })) merge(): Done {
        return done;
      }
      @MizanClient({ output: Done, context: 'board' }) board() {
        return done;
      }
    }
    const problems = await findBootProblems({ providers: [Functions] });
    expect(problems.map(({ where, problem }) => [where, problem])).toEqual(
      ['auth', 'context', 'affects', 'merge'].map((option) => [
        `Functions.${option}`,
        `its option \`${option}\` names something that is undefined`,
      ]),
    );
  });

  it('a decorator that replaces the method behind the back of @MizanClient', async () => {
    @Injectable()
    class Functions {
      @replace
      @MizanClient({ output: Done })
      go() {
        return done;
      }
    }
    expect(await findBootProblems({ providers: [Functions] })).toEqual([
      expect.objectContaining({ where: 'Functions.go', fix: expect.stringContaining('above') }),
    ]);
  });

  it('a subclass that overrides a function without the decorator just has none', async () => {
    class Base {
      @MizanClient({ output: Done }) go() {
        return done;
      }
    }
    @Injectable()
    class Functions extends Base {
      override go() {
        return done;
      }
    }
    expect(await findBootProblems({ providers: [Functions] })).toEqual([]);
  });

  it.each(['global', 'class', 'method'])('CacheInterceptor on the level %s', async (level) => {
    const here = (at: string): ClassDecorator & MethodDecorator =>
      level === at ? UseInterceptors(CacheInterceptor) : () => undefined;
    @Injectable()
    @here('class')
    class Functions {
      @here('method')
      @MizanClient({ output: Done })
      go() {
        return done;
      }
    }
    const global = { provide: APP_INTERCEPTOR, useClass: CacheInterceptor };
    const problems = await findBootProblems({
      imports: [CacheModule.register()],
      providers: [Functions, ...(level === 'global' ? [global] : [])],
    });
    expect(problems).toEqual([
      expect.objectContaining({
        where: 'Functions.go',
        problem: expect.stringContaining('CacheInterceptor'),
      }),
    ]);
  });

  it('not a CacheInterceptor whose key was adapted', async () => {
    @Injectable()
    class RouteCache extends CacheInterceptor {
      protected override trackBy(): undefined {
        return undefined;
      }
    }
    @Injectable()
    class Functions {
      @MizanClient({ output: Done }) go() {
        return done;
      }
    }
    const providers = [Functions, { provide: APP_INTERCEPTOR, useClass: RouteCache }];
    expect(await findBootProblems({ imports: [CacheModule.register()], providers })).toEqual([]);
  });

  it('MizanModule imported twice', async () => {
    @Module({ imports: [MizanModule.forRoot({ path: 'other' })] })
    class Feature {}
    const problems = await findBootProblems({ imports: [Feature] });
    expect(problems).toEqual([expect.objectContaining({ where: 'MizanModule' })]);
  });

  it('MizanModule without forRoot, be it beside one that is configured', async () => {
    @Module({ imports: [MizanModule] })
    class Bare {}
    const problem = {
      where: 'MizanModule',
      problem: 'it is imported without options',
      fix: expect.stringContaining('MizanModule.forRoot()'),
    };
    const bare = NestFactory.createApplicationContext(Bare, { logger: false, abortOnError: false });
    await expect(bare).rejects.toMatchObject({ code: 'MIZAN_BOOT', problems: [problem] });
    await expect(createApp({ imports: [Bare] })).rejects.toMatchObject({ problems: [problem] });
  });

  it('all problems at once, in one message that says where and how to fix each', async () => {
    @Injectable()
    class Functions {
      @MizanClient() nothing(): void {}
      @MizanClient({ output: Done, affects: 'nowhere' }) lost(_id: number) {
        return done;
      }
    }
    const app = await createApp({ providers: [Functions] });
    const failure: unknown = await app.init().then(
      () => undefined,
      (error: unknown) => error,
    );
    await app.close();
    expect(failure).toMatchObject({ code: 'MIZAN_BOOT' });
    expect(String(failure)).toContain('Functions.nothing');
    expect(String(failure)).toContain('Functions.lost');
    expect(String(failure)).toContain('3 problems');
  });

  it('nothing of an app without functions', async () => {
    @Controller('plain')
    class Plain {
      @Get() get() {
        return done;
      }
    }
    expect(await findBootProblems({ controllers: [Plain] })).toEqual([]);
  });
});
