import {
  type ArgumentsHost,
  type CallHandler,
  Catch,
  type ExceptionFilter,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  UseFilters,
  UseInterceptors,
} from '@nestjs/common';
import { MaxLength } from 'class-validator';
import { firstValueFrom, from, lastValueFrom, mergeMap, of, race, throwError, timer } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { as, type CachedApp, Gate, startCachedApp } from '../../test-support/cached-app.js';
import { adapters } from '../../test-support/start-app.js';
import {
  Arg,
  Conflict,
  defineContext,
  functionOf,
  Invalidations,
  MizanClient,
  mizanTesting,
  nullable,
  Typed,
} from '../index.js';

const TicketContext = defineContext('ticket');
const BoardContext = defineContext('board');

class Ticket {
  @Typed('integer') ticket_id!: number;
  @Typed('integer') version!: number;
}
class Rename {
  @Typed('integer') ticket_id!: number;
  @Typed('string') @MaxLength(3) title!: string;
}

/** The data, which changes with each mutation, and the gates that tests put before methods. */
class Desk {
  readonly versions = new Map<number, number>();
  boards = 0;
  beforeRead: Promise<void> | undefined;
  beforeCommit: Promise<void> | undefined;
  transactionEnds: Promise<void> | undefined;
  readonly methodReturned = new Gate();
  readonly committed = new Gate();
  readStarted = new Gate();
  commitStarted = new Gate();

  versionOf(id: number): number {
    return this.versions.get(id) ?? 0;
  }
  async change(id: number): Promise<Ticket> {
    this.commitStarted.open();
    await this.beforeCommit;
    this.versions.set(id, this.versionOf(id) + 1);
    this.boards += 1;
    return { ticket_id: id, version: this.versionOf(id) };
  }
}

@Catch(Conflict)
class AnswersItself implements ExceptionFilter {
  catch(_error: Conflict, host: ArgumentsHost): void {
    interface AnyReply {
      status(code: number): { send(body: unknown): unknown };
    }
    host.switchToHttp().getResponse<AnyReply>().status(202).send({ handled: true });
  }
}

/** Gives up at once, as a timeout does later. */
@Injectable()
class GivesUp implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler) {
    const givenUp = timer(0).pipe(mergeMap(() => throwError(() => new Conflict('too slow'))));
    return race(next.handle(), givenUp);
  }
}

/** A transaction, of which the method only prepares what its end makes true. */
@Injectable()
class Transaction implements NestInterceptor {
  constructor(private readonly desk: Desk) {}
  intercept(_context: ExecutionContext, next: CallHandler) {
    return from(this.#run(next));
  }
  async #run(next: CallHandler): Promise<unknown> {
    const value: unknown = await lastValueFrom(next.handle());
    this.desk.methodReturned.open();
    await this.desk.transactionEnds;
    await this.desk.change(7);
    this.desk.committed.open();
    return value;
  }
}

/** Gives up when the method has returned. */
@Injectable()
class GivesUpLate implements NestInterceptor {
  constructor(private readonly desk: Desk) {}
  intercept(_context: ExecutionContext, next: CallHandler) {
    const givenUp = from(this.desk.methodReturned.opened);
    return race(next.handle(), givenUp.pipe(mergeMap(() => throwError(() => new Conflict('too slow')))));
  }
}

@Injectable()
class RunsTwice implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler) {
    return from(firstValueFrom(next.handle())).pipe(mergeMap(() => next.handle()));
  }
}

@Injectable()
class AnswersInstead implements NestInterceptor {
  constructor(private readonly desk: Desk) {}
  intercept() {
    this.desk.versions.set(7, this.desk.versionOf(7) + 1);
    return of({ ticket_id: 7, version: 1 });
  }
}

@Injectable()
class TicketFunctions {
  constructor(private readonly desk: Desk) {}

  @MizanClient({ context: TicketContext, output: Ticket, cache: { scope: 'public' } })
  async ticket(@Arg('ticket_id', 'integer') id: number): Promise<Ticket> {
    const version = this.desk.versionOf(id);
    this.desk.readStarted.open();
    await this.desk.beforeRead;
    return { ticket_id: id, version };
  }
  @MizanClient({ context: BoardContext, output: 'integer', cache: { scope: 'public' } })
  board(@Arg('page', 'integer', { default: 1 }) _page: number): number {
    return this.desk.boards;
  }

  @MizanClient({ affects: TicketContext, output: Ticket })
  affectsContext(@Arg('ticket_id', 'integer') id: number) {
    return this.desk.change(id);
  }
  @MizanClient({ affects: 'ticket', output: Ticket })
  affectsName(@Arg('ticket_id', 'integer') id: number) {
    return this.desk.change(id);
  }
  @MizanClient({ affects: functionOf(() => TicketFunctions, 'ticket'), output: Ticket })
  affectsFunction(@Arg('ticket_id', 'integer') id: number) {
    return this.desk.change(id);
  }
  @MizanClient({ affects: [BoardContext, TicketContext], output: 'boolean' })
  async affectsBoth(@Arg('ticket_id', 'integer') id: number) {
    await this.desk.change(id);
    return true;
  }
  @MizanClient({ affects: TicketContext, output: 'boolean' })
  async affectsAll(@Arg('id', 'integer') id: number) {
    await this.desk.change(id);
    return true;
  }
  @MizanClient({ merge: TicketContext, output: Ticket })
  merges(@Arg('ticket_id', 'integer') id: number) {
    return this.desk.change(id);
  }
  @MizanClient({ merge: TicketContext, output: nullable(Ticket) })
  async mergesNothing(@Arg('ticket_id', 'integer') id: number) {
    await this.desk.change(id);
    return null;
  }
  @MizanClient({ affects: TicketContext, output: 'boolean' })
  async fails(@Arg('ticket_id', 'integer') id: number): Promise<boolean> {
    await this.desk.change(id);
    throw new Conflict('half done');
  }
  @UseFilters(AnswersItself)
  @MizanClient({ affects: TicketContext, output: 'boolean' })
  async isHandled(@Arg('ticket_id', 'integer') id: number): Promise<boolean> {
    await this.desk.change(id);
    throw new Conflict('handled');
  }
  @MizanClient({ affects: TicketContext, output: Ticket })
  async answersWrongly(@Arg('ticket_id', 'integer') id: number): Promise<Ticket> {
    await this.desk.change(id);
    return { ticket_id: 1.5, version: 0 };
  }
  @MizanClient({ affects: TicketContext, output: Ticket, auth: 'staff' })
  forStaff(@Arg('ticket_id', 'integer') id: number) {
    return this.desk.change(id);
  }
  @MizanClient({ affects: TicketContext, output: 'boolean' })
  rename(_input: Rename): boolean {
    return true;
  }
  @UseInterceptors(GivesUp)
  @MizanClient({ affects: TicketContext, output: Ticket })
  givenUp(@Arg('ticket_id', 'integer') id: number) {
    return this.desk.change(id);
  }
  @UseInterceptors(GivesUpLate, Transaction)
  @MizanClient({ affects: TicketContext, output: 'boolean' })
  commitsLate(@Arg('ticket_id', 'integer') _id: number) {
    return true;
  }
  @UseInterceptors(RunsTwice)
  @MizanClient({ affects: TicketContext, output: Ticket })
  runsTwice(@Arg('ticket_id', 'integer') id: number) {
    return this.desk.change(id);
  }
  @UseInterceptors(AnswersInstead)
  @MizanClient({ affects: TicketContext, output: Ticket })
  answeredInstead(@Arg('ticket_id', 'integer') id: number) {
    return this.desk.change(id);
  }
  @MizanClient({ output: 'boolean' })
  async changesNothing(@Arg('ticket_id', 'integer') id: number) {
    await this.desk.change(id);
    return true;
  }
}

const bundle = (id: number, version: number) => ({ ticket: { ticket_id: id, version } });

describe.each(adapters)('what mutations do to the cache, on %s', (adapter) => {
  let app: CachedApp;
  let desk: Desk;

  beforeEach(async () => {
    app = await startCachedApp({ providers: [TicketFunctions, Desk] }, { adapter });
    desk = app.app.get(Desk);
  });
  afterEach(() => app.close());

  const ticket = (id: number) => app.read('ticket', `?ticket_id=${id}`);
  const versionOf = async (id: number) => (await ticket(id)).body;
  /** Fills the cache with three bundles. */
  const fill = async () => {
    for (const read of [() => ticket(7), () => ticket(8), () => app.read('board')]) {
      await read();
      expect((await read()).cache).toBe('HIT');
    }
    desk.readStarted = new Gate();
  };
  const cached = async () => ({
    ticket7: (await ticket(7)).cache,
    ticket8: (await ticket(8)).cache,
    board: (await app.read('board')).cache,
  });

  it.each([
    ['affects a context', 'affects_context', {}],
    ['affects a context by its name', 'affects_name', {}],
    ['affects one function of it', 'affects_function', {}],
    ['affects several', 'affects_both', { board: 'MISS' }],
    ['affects all of a context, since it has none of its params', 'affects_all', { ticket8: 'MISS' }],
    ['merges into it', 'merges', {}],
    ['would merge, but has nothing to', 'merges_nothing', {}],
    ['fails after it has changed something', 'fails', {}],
    ['fails, and a filter answers', 'is_handled', {}],
    ['answers what does not fit its output', 'answers_wrongly', {}],
  ])('one that %s makes stale exactly that', async (_what, fn, others) => {
    await fill();
    await app.call(fn, { ticket_id: 7, id: 7 });
    expect(await cached()).toEqual({ ticket7: 'MISS', ticket8: 'HIT', board: 'HIT', ...others });
    expect(await versionOf(7)).toEqual(bundle(7, 1));
    expect((await ticket(7)).cache).toBe('HIT');
  });

  it.each([
    ['is no mutation', 'changes_nothing', { ticket_id: 7 }, 200],
    ['is refused to the caller', 'for_staff', { ticket_id: 7 }, 401],
    ['is refused for the shape of its input', 'affects_context', {}, 422],
    ['does not exist', 'nope', { ticket_id: 7 }, 404],
  ])('one that %s makes nothing stale', async (_what, fn, args, status) => {
    await fill();
    expect((await app.call(fn, args)).status).toBe(status);
    expect(await cached()).toEqual({ ticket7: 'HIT', ticket8: 'HIT', board: 'HIT' });
  });

  it('a refused constraint costs only the bundles that it named', async () => {
    await fill();
    expect((await app.call('rename', { ticket_id: 7, title: 'longer' })).status).toBe(422);
    expect(await cached()).toEqual({ ticket7: 'MISS', ticket8: 'HIT', board: 'HIT' });
  });

  it('reaches bundles of everybody, whatever other params they have', async () => {
    await app.read('board', '?page=2', as('ada'));
    await app.read('board', '');
    await app.call('affects_both', { ticket_id: 7 });
    expect((await app.read('board', '?page=2', as('sam'))).cache).toBe('MISS');
    expect((await app.read('board')).cache).toBe('MISS');
  });

  it('keeps a read that began before it from being stored, though it ends after', async () => {
    const gate = new Gate();
    desk.beforeRead = gate.opened;
    const old = ticket(7);
    await desk.readStarted.opened;
    await app.call('affects_context', { ticket_id: 7 });
    gate.open();
    expect((await old).body).toEqual(bundle(7, 0));
    expect(await ticket(7)).toMatchObject({ cache: 'MISS', body: bundle(7, 1) });
    expect(await ticket(7)).toMatchObject({ cache: 'HIT', body: bundle(7, 1) });
  });

  it('does not let who asks after it share with a read that began before it', async () => {
    const gate = new Gate();
    desk.beforeRead = gate.opened;
    const old = ticket(7);
    await desk.readStarted.opened;
    await app.call('affects_context', { ticket_id: 7 });
    const late = ticket(7);
    gate.open();
    expect((await old).body).toEqual(bundle(7, 0));
    expect((await late).body).toEqual(bundle(7, 1));
  });

  it('keeps its bundles out of the cache while it runs, and others in it', async () => {
    await fill();
    const gate = new Gate();
    desk.beforeCommit = gate.opened;
    const change = app.call('affects_context', { ticket_id: 7 });
    await desk.commitStarted.opened;
    expect(await cached()).toEqual({ ticket7: 'MISS', ticket8: 'HIT', board: 'HIT' });
    expect(await ticket(7)).toMatchObject({ cache: 'MISS', body: bundle(7, 0) });
    gate.open();
    await change;
    expect(await ticket(7)).toMatchObject({ cache: 'MISS', body: bundle(7, 1) });
    expect(await ticket(7)).toMatchObject({ cache: 'HIT', body: bundle(7, 1) });
  });

  it('waits for another that changes the same, and not for its own end alone', async () => {
    await fill();
    const gate = new Gate();
    desk.beforeCommit = gate.opened;
    const slow = app.call('affects_context', { ticket_id: 7 });
    await desk.commitStarted.opened;
    desk.beforeCommit = undefined;
    await app.call('affects_context', { ticket_id: 7 });
    expect((await ticket(7)).cache).toBe('MISS');
    expect(await ticket(7)).toMatchObject({ cache: 'MISS', body: bundle(7, 1) });
    gate.open();
    await slow;
    await ticket(7);
    expect(await ticket(7)).toMatchObject({ cache: 'HIT', body: bundle(7, 2) });
  });

  it('keeps its bundles out of the cache as long as a method runs that an interceptor gave up', async () => {
    await fill();
    const gate = new Gate();
    desk.beforeCommit = gate.opened;
    expect((await app.call('given_up', { ticket_id: 7 })).status).toBe(409);
    expect(await cached()).toEqual({ ticket7: 'MISS', ticket8: 'HIT', board: 'HIT' });
    expect(await ticket(7)).toMatchObject({ cache: 'MISS', body: bundle(7, 0) });
    gate.open();
    expect(await ticket(7)).toMatchObject({ cache: 'MISS', body: bundle(7, 1) });
  });

  it('keeps its bundles out of the cache when it was given up before the transaction around its method has ended', async () => {
    await fill();
    const gate = new Gate();
    desk.transactionEnds = gate.opened;
    expect((await app.call('commits_late', { ticket_id: 7 })).status).toBe(409);
    for (let time = 0; time < 2; time += 1) {
      expect(await ticket(7)).toMatchObject({ cache: 'MISS', body: bundle(7, 0) });
    }
    gate.open();
    await desk.committed.opened;
    expect(await ticket(7)).toMatchObject({ cache: 'MISS', body: bundle(7, 1) });
    expect((await ticket(8)).cache).toBe('HIT');
  });

  it('keeps its bundles out of the cache when its method ran more than once: one run may have been given up', async () => {
    await fill();
    expect((await app.call('runs_twice', { ticket_id: 7 })).status).toBe(200);
    for (let time = 0; time < 2; time += 1) {
      expect(await ticket(7)).toMatchObject({ cache: 'MISS', body: bundle(7, 2) });
    }
    expect((await ticket(8)).cache).toBe('HIT');
  });

  it('counts when an interceptor answers in its place, be its input refused', async () => {
    await fill();
    expect((await app.call('answered_instead', {})).status).toBe(200);
    expect(await cached()).toEqual({ ticket7: 'MISS', ticket8: 'MISS', board: 'HIT' });
    expect(await versionOf(7)).toEqual(bundle(7, 1));
  });

  it('tells who listens once the cache knows: what it affects and where it merges, when it succeeds', async () => {
    await fill();
    const told: unknown[] = [];
    const seen: Promise<unknown>[] = [];
    app.app.get(Invalidations).subscribe((targets) => {
      told.push(targets);
      seen.push(ticket(7));
    });
    await app.call('merges', { ticket_id: 7 });
    await app.call('affects_function', { ticket_id: 7 });
    await app.call('fails', { ticket_id: 7 });
    await app.call('changes_nothing', { ticket_id: 7 });
    expect(told).toEqual([
      [{ context: 'ticket', params: { ticket_id: 7 } }],
      [{ context: 'ticket', function: 'ticket', params: { ticket_id: 7 } }],
    ]);
    expect((await Promise.all(seen)).map((reply) => (reply as { body: unknown }).body)).toEqual([
      bundle(7, 1),
      bundle(7, 2),
    ]);
  });

  it('goes the same way in tests without HTTP', async () => {
    const testing = mizanTesting(app.app);
    const read = () => testing.context(TicketContext, { ticket_id: 7 });
    expect(await read()).toEqual(bundle(7, 0));
    desk.versions.set(7, 5);
    expect(await read()).toEqual(bundle(7, 0));
    expect((await ticket(7)).cache).toBe('HIT');
    await testing.call('merges', { ticket_id: 7 });
    expect(await read()).toEqual(bundle(7, 6));
  });
});
