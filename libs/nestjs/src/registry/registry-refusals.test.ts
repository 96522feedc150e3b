import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { IsIn, IsInt, IsOptional, IsString } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { findBootProblems, startApp } from '../../test-support/start-app.js';
import { Arg, enumOf, functionOf, MizanClient, MizanModule, nullable, Typed } from '../index.js';

/** Options as plain JavaScript could write them. */
const odd = (options: object) => ({ output: 'boolean' as const, ...options });

const problemsOf = (...providers: (new () => object)[]) => findBootProblems({ providers });

describe('params of a context', () => {
  class Point {
    @IsInt() x!: number;
  }
  class Filter {
    @IsString({ each: true }) tags!: string[];
    @IsOptional() @IsInt() limit?: number;
  }

  it('are refused when a URL cannot say them', async () => {
    class Functions {
      @MizanClient({ context: 'board', output: 'boolean' }) byList(_filter: Filter) {
        return true;
      }
      @MizanClient({ context: 'map', output: 'boolean' }) byPoint(@Arg('at') _at: Point) {
        return true;
      }
      @MizanClient({ context: 'map', output: 'boolean' }) byData(
        @Arg('data', nullable('json')) _data: unknown,
      ) {
        return true;
      }
    }
    const inUrl = 'and params of a context travel in the URL as one text each';
    expect(await problemsOf(Functions)).toMatchObject([
      { where: 'Functions.byList', problem: `its param "tags" is a list, ${inUrl}` },
      { where: 'Functions.byPoint', problem: `its param "at" is an object (Point), ${inUrl}` },
      { where: 'Functions.byData', problem: `its param "data" is open data, ${inUrl}` },
    ]);
  });

  it('may be scalars, enums, dates, and null; calls and private readers take anything', async () => {
    class Scalars {
      @Typed(nullable('integer')) a!: number | null;
      @IsIn(['x', 'y']) b!: string;
      @Typed() c!: Date;
      @Typed(nullable(enumOf('u', 'v'))) d!: 'u' | 'v' | null;
    }
    class Functions {
      @MizanClient({ context: 'board', output: 'boolean' }) scalars(_input: Scalars) {
        return true;
      }
      @MizanClient({ output: 'boolean' }) call(_input: Filter) {
        return true;
      }
      @MizanClient({ context: 'board', private: true, output: 'boolean' }) hidden(_input: Filter) {
        return true;
      }
    }
    expect(await problemsOf(Functions)).toEqual([]);
  });

  it('are warned of when one function requires what another does without', async () => {
    class Functions {
      @MizanClient({ context: 'board', output: 'boolean' }) one(@Arg('team') _team: string) {
        return true;
      }
      @MizanClient({ context: 'board', output: 'boolean' }) other() {
        return true;
      }
      @MizanClient({ context: 'user', output: 'boolean' }) every(
        @Arg('id', 'integer') _id: number,
        @Arg('limit', 'integer', { default: 1 }) _limit: number,
      ) {
        return true;
      }
    }
    const app = await startApp({ providers: [Functions] });
    expect(app.logged.filter(({ level }) => level === 'warn')).toEqual([
      {
        level: 'warn',
        text: expect.stringContaining(
          'The context "board" can be read without "team", but "one" requires it',
        ),
      },
    ]);
    await app.close();
  });
});

describe('a merge', () => {
  class Ticket {
    @Typed('integer') id!: number;
  }
  const one = { id: 7 };

  it('is warned of when it cannot say which instance of a context it is for', async () => {
    class Functions {
      @MizanClient({ context: 'ticket', output: Ticket }) ticket(
        @Arg('ticket_id', 'integer') _id: number,
        @Arg('part', 'string', { optional: true }) _part: string | undefined,
      ) {
        return one;
      }
      @MizanClient({ merge: 'ticket', output: Ticket }) rename(@Arg('id', 'integer') _id: number) {
        return one;
      }
      @MizanClient({ merge: 'ticket', output: Ticket }) reopen(@Arg('ticket_id', 'integer') _id: number) {
        return one;
      }
    }
    const app = await startApp({ providers: [Functions] });
    expect(app.logged.filter(({ level }) => level === 'warn')).toEqual([
      {
        level: 'warn',
        text: expect.stringContaining('"rename" merges into the context "ticket" without "ticket_id"'),
      },
    ]);
    await app.close();
  });
});

describe('what `affects` and `merge` name', () => {
  class Functions {
    @MizanClient({ context: 'ticket', output: 'boolean' }) ticket() {
      return true;
    }
    @MizanClient({ output: 'boolean' }) call() {
      return true;
    }
    helper() {
      return true;
    }
    @MizanClient({ affects: 'tickt', output: 'boolean' }) misspelled() {
      return true;
    }
    @MizanClient({ merge: 'zz', output: 'boolean' }) lost() {
      return true;
    }
    @MizanClient({ affects: functionOf(() => Functions, 'call'), output: 'boolean' }) aimless() {
      return true;
    }
    @MizanClient({ affects: functionOf(() => Functions, 'helper'), output: 'boolean' }) helpless() {
      return true;
    }
  }

  it('is repeated where it is wrong, with what may be meant', async () => {
    expect(await problemsOf(Functions)).toEqual([
      {
        where: 'Functions.aimless',
        problem: 'it affects Functions.call, which is no provided function of a context',
        fix: 'Give that method @MizanClient({ context }), or name its context instead.',
      },
      {
        where: 'Functions.helpless',
        problem: 'it affects helper, which is no provided function of a context',
        fix: 'Give that method @MizanClient({ context }), or name its context instead.',
      },
      {
        where: 'Functions.misspelled',
        problem: '"misspelled" affects "tickt", which no function declares',
        fix: 'You may mean "ticket".',
      },
      {
        where: 'Functions.lost',
        problem: '"lost" merges into "zz", which no function declares',
        fix: 'Give a function that context, or name another; there are "ticket".',
      },
    ]);
  });
});

describe('options that do not exist', () => {
  it('are refused on functions', async () => {
    class Functions {
      @MizanClient(odd({ afects: 'ticket', websockets: true })) go() {
        return true;
      }
    }
    expect(await problemsOf(Functions)).toEqual(
      ['afects', 'websockets'].map((option) => ({
        where: 'Functions.go',
        problem: `@MizanClient has no option '${option}'`,
        fix: 'Leave it out, or correct its name.',
      })),
    );
  });

  const misspelled: object = { csfr: {}, path: 'rpc' };
  const refusal = expect.objectContaining({
    code: 'MIZAN_BOOT',
    problems: [{ where: 'MizanModule', problem: "it has no option 'csfr'", fix: expect.any(String) }],
  });

  it('are refused on the module', () => {
    expect(() => MizanModule.forRoot(misspelled)).toThrow(refusal);
    expect(() => MizanModule.forRootAsync({ ...misspelled, useFactory: () => ({}) })).toThrow(refusal);
  });

  it('are refused from a factory', async () => {
    const settings: object = { csfr: {} };
    @Module({ imports: [MizanModule.forRootAsync({ useFactory: () => settings })] })
    class App {}
    const starting = NestFactory.create(App, { logger: false, abortOnError: false });
    await expect(starting).rejects.toEqual(refusal);
  });
});
