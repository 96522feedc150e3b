import { type CanActivate, type ExecutionContext, Injectable, UseGuards } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsString } from 'class-validator';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { as, cacheSecret } from '../../test-support/cached-app.js';
import { heard, refusing, ticket, told, watch, watching } from '../../test-support/live-frames.js';
import { openSocket, type TestSocket } from '../../test-support/open-socket.js';
import { adapters, startApp, type StartedApp, type StartOptions } from '../../test-support/start-app.js';
import {
  Arg,
  defineContext,
  Identity,
  MizanCache,
  MizanClient,
  type MizanIdentity,
  NotFound,
  NotImplemented,
  SocketService,
} from '../index.js';

const Context = {
  ticket: defineContext('ticket'),
  staff: defineContext('staff'),
  guarded: defineContext('guarded'),
  word: defineContext('word'),
  faulty: defineContext('faulty'),
};

/** Whose ticket it is. */
const owners = new Map<number, string>();
let isFaulty = true;

@Injectable()
class DoorGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers, body } = context.switchToHttp().getRequest();
    return headers['x-door'] === 'open' && body.params.room === 'hall';
  }
}

class Word {
  @Transform(({ value }) => String(value).toLowerCase())
  @IsString()
  word!: string;
}

@Injectable()
class Functions {
  @MizanClient({ context: Context.ticket, output: 'string' })
  ticket(@Arg('ticket_id', 'integer') id: number, @Identity() who: MizanIdentity | null): string {
    if (owners.get(id) !== who?.id) throw new NotFound();
    return `secret of ${id}`;
  }
  @MizanClient({ context: Context.staff, auth: 'staff', output: 'boolean' })
  staff(): boolean {
    return true;
  }
  @MizanClient({ context: Context.guarded, output: 'boolean' })
  @UseGuards(DoorGuard)
  guarded(@Arg('room') _room: string): boolean {
    return true;
  }
  @MizanClient({ context: Context.word, output: 'string' })
  word({ word }: Word): string {
    return word;
  }
  @MizanClient({ context: Context.faulty, output: 'boolean' })
  faulty(): boolean {
    if (isFaulty) throw new Error('secret internals');
    return true;
  }
  @MizanClient({ context: Context.faulty, output: 'boolean' })
  unbuilt(): boolean {
    if (isFaulty) throw new NotImplemented();
    return true;
  }
  @MizanClient({ affects: Object.values(Context), output: 'boolean' })
  touch(): boolean {
    return true;
  }
  @MizanClient({ affects: Context.ticket, output: 'boolean' })
  give(@Arg('ticket_id', 'integer') id: number, @Arg('to') to: string): boolean {
    owners.set(id, to);
    return true;
  }
  @MizanClient({ affects: Context.word, output: 'boolean' })
  say(@Arg('word') _word: string): boolean {
    return true;
  }
}

interface Headed {
  readonly headers: Readonly<Record<string, string | undefined>>;
}
const identity = (request: unknown): MizanIdentity | null => {
  const [id = '', ...flags] = ((request as Headed).headers['x-user'] ?? '').split(':');
  return id === '' ? null : { id, isStaff: flags.includes('staff'), isSuperuser: false, permissions: [] };
};

let app: StartedApp;
beforeEach(() => {
  owners.clear();
  owners.set(7, 'ada').set(8, 'sam');
  isFaulty = true;
});
afterEach(() => app.close());

async function start({ mizan, ...options }: StartOptions = {}): Promise<StartedApp> {
  app = await startApp(
    { providers: [Functions] },
    { ...options, mizan: { identity, websocket: {}, ...mizan } },
  );
  return app;
}
const open = (who: string, headers = {}): Promise<TestSocket> =>
  openSocket(`${app.origin}/ws`, { ...as(who), ...headers });

const staff = { context: 'staff' };
const guarded = { context: 'guarded', params: { room: 'hall' } };
const faulty = { context: 'faulty' };

describe.each(adapters)('who may not read a bundle, on %s', (adapter) => {
  it.each([false, true])('is refused to watch it, and is not told of it (cached: %j)', async (isCached) => {
    await start({ adapter, mizan: isCached ? { cache: { secret: cacheSecret } } : {} });
    const [ada, sam, nobody, chief] = [
      await open('ada', { 'x-door': 'open' }),
      await open('sam'),
      await open(''),
      await open('sam:staff'),
    ];
    const all = watch(ticket(7), ticket(8), staff, guarded);
    for (let round = 0; round < 2; round += 1) {
      expect(await ada.ask(all)).toEqual(refusing(2, [ticket(8), 'NOT_FOUND'], [staff, 'FORBIDDEN']));
      expect(await sam.ask(all)).toEqual(
        refusing(1, [ticket(7), 'NOT_FOUND'], [staff, 'FORBIDDEN'], [guarded, 'FORBIDDEN']),
      );
      expect(await nobody.ask(all)).toEqual(
        refusing(
          0,
          [ticket(7), 'NOT_FOUND'],
          [ticket(8), 'NOT_FOUND'],
          [staff, 'UNAUTHORIZED'],
          [guarded, 'FORBIDDEN'],
        ),
      );
      expect(await chief.ask(watch(staff))).toEqual(watching(1));
    }
    await app.call('touch');
    expect(await heard(ada)).toEqual([told(ticket(7), guarded)]);
    expect(await heard(sam)).toEqual([told(ticket(8))]);
    expect(await heard(nobody)).toEqual([]);
    expect(await heard(chief)).toEqual([told(staff)]);
  });
});

describe('an entry that is refused', () => {
  it('is watched when it can be read and is named again', async () => {
    await start();
    const sam = await open('sam');
    expect(await sam.ask(watch(ticket(7)))).toEqual(refusing(0, [ticket(7), 'NOT_FOUND']));
    owners.set(7, 'sam');
    await app.call('touch');
    expect(await heard(sam)).toEqual([]);
    expect(await sam.ask(watch(ticket(7)))).toEqual(watching(1));
    await app.call('touch');
    expect(await heard(sam)).toEqual([told(ticket(7))]);
  });

  it('tells nothing of what went wrong within', async () => {
    await start();
    const socket = await open('');
    const answer = await socket.ask(watch(faulty));
    expect(answer).toEqual(refusing(0, [faulty, 'INTERNAL_ERROR']));
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(app.logged.some(({ text }) => text.includes('secret internals'))).toBe(true);
  });

  it('has the whole frame refused where a bad token comes with every frame', async () => {
    await start({ mizan: { tokens: { jwt: { key: cacheSecret, sessions: false } } } });
    const socket = await open('ada', { Authorization: 'Bearer bad' });
    expect(await socket.ask(watch(ticket(7)))).toMatchObject({
      id: 'w',
      ok: false,
      error: { code: 'UNAUTHORIZED' },
    });
  });
});

const look = () => app.app.get(SocketService).recheck('ada');

describe('an entry that became stale', () => {
  it('is read again at the next look, and nothing is told of it while it may not be read', async () => {
    await start();
    const [ada, sam] = [await open('ada'), await open('sam')];
    await ada.ask(watch(ticket(7)));
    await sam.ask(watch(ticket(8)));
    await app.call('give', { ticket_id: 7, to: 'sam' });
    expect(await heard(ada)).toEqual([told(ticket(7))]);
    await look();
    await app.call('touch');
    expect(await heard(ada)).toEqual([]);
    expect(await heard(sam)).toEqual([told(ticket(8))]);
    expect(await ada.ask(watch(ticket(7)))).toEqual(refusing(0, [ticket(7), 'NOT_FOUND']));
  });

  it('is told of again when a change lets it be read again, and then as ever', async () => {
    await start();
    const ada = await open('ada');
    await ada.ask(watch(ticket(7)));
    await app.call('give', { ticket_id: 7, to: 'sam' });
    expect(await heard(ada)).toEqual([told(ticket(7))]);
    await look();
    await app.call('touch');
    await app.call('give', { ticket_id: 7, to: 'ada' });
    expect(await ada.next()).toEqual(told(ticket(7)));
    await app.call('touch');
    expect(await heard(ada)).toEqual([told(ticket(7))]);
  });

  it('stays watched when only the server failed to read it', async () => {
    await start();
    isFaulty = false;
    const socket = await open('ada');
    await socket.ask(watch(faulty));
    isFaulty = true;
    await app.call('touch');
    await look();
    expect(await heard(socket)).toEqual([told(faulty)]);
    await app.call('touch');
    expect(await heard(socket)).toEqual([told(faulty)]);
  });
});

const entry = (word: string) => ({ context: 'word', params: { word } });

describe('a bundle that is not known by what was sent', () => {
  it('is told of every change of its context', async () => {
    await start();
    const socket = await open('');
    await socket.ask(watch(entry('Rain'), entry('sun')));
    await app.call('say', { word: 'snow' });
    expect(await heard(socket)).toEqual([told(entry('Rain'))]);
    await app.call('say', { word: 'sun' });
    expect(await heard(socket)).toEqual([told(entry('Rain'), entry('sun'))]);
    await app.app.get(MizanCache).invalidate(Context.word, { word: 'fog' });
    expect(await heard(socket)).toEqual([told(entry('Rain'))]);
  });
});
