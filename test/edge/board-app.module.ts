import { EventEmitter, once } from 'node:events';

import {
  Arg,
  defineContext,
  Identity,
  MizanClient,
  MizanModule,
  NotFound,
  nullable,
  Typed,
} from '@mizan/nestjs';
import type { MizanIdentity } from '@mizan/nestjs';
import { Injectable, Module } from '@nestjs/common';

export const BoardContext = defineContext('board');
export const NewsContext = defineContext('news');
const DeskContext = defineContext('desk');
const openToAll = { scope: 'public' } as const;

class Board {
  @Typed()
  team!: string;

  @Typed()
  archived!: boolean;

  @Typed('integer')
  version!: number;
}

class Desk {
  @Typed(nullable('integer'))
  owner!: number | null;
}

/** What all boards have come to. A number that grows with each change, so that a stale answer shows. */
@Injectable()
export class BoardStore {
  readonly #versions = new Map<string, number>();
  #held: EventEmitter | undefined;

  /** Has the next read of a board wait, once it knows what it answers. */
  holdNext(): { readonly arrived: Promise<unknown>; readonly release: () => void } {
    const held = new EventEmitter();
    this.#held = held;
    return { arrived: once(held, 'arrived'), release: () => void held.emit('released') };
  }

  async readSlowly(team: string, archived: boolean): Promise<Board> {
    const board = this.read(team, archived);
    const held = this.#held;
    this.#held = undefined;
    if (held === undefined) return board;
    const released = once(held, 'released');
    held.emit('arrived');
    await released;
    return board;
  }

  read(team: string, archived: boolean): Board {
    return { team, archived, version: this.#versions.get(`${team} ${archived}`) ?? 0 };
  }

  change(team: string, archived: boolean): Board {
    const { version } = this.read(team, archived);
    this.#versions.set(`${team} ${archived}`, version + 1);
    return this.read(team, archived);
  }
}

@Injectable()
class BoardFunctions {
  constructor(private readonly store: BoardStore) {}

  @MizanClient({ context: BoardContext, cache: openToAll, output: Board })
  board(@Arg('team') team: string, @Arg('archived', 'boolean', { default: false }) archived: boolean) {
    if (team === 'gone') throw new NotFound('There is no such team');
    return this.store.readSlowly(team, archived);
  }

  @MizanClient({ context: NewsContext, cache: { ...openToAll, ttl: 3600 }, output: ['string'] })
  headlines(@Arg('page', 'integer', { default: 1 }) page: number) {
    return [`Page ${page}`];
  }

  @MizanClient({ context: DeskContext, auth: true, output: Desk })
  desk(@Identity() who: MizanIdentity | null) {
    return { owner: Number(who?.id) };
  }

  @MizanClient({ affects: BoardContext, output: 'integer' })
  renameTeam(@Arg('team') team: string) {
    this.store.change(team, true);
    return this.store.change(team, false).version;
  }

  @MizanClient({ affects: [BoardContext, DeskContext], output: 'integer' })
  moveCard(@Arg('team') team: string, @Arg('archived', 'boolean') archived: boolean) {
    return this.store.change(team, archived).version;
  }

  @MizanClient({ merge: BoardContext, output: Board })
  redraw(@Arg('team') team: string, @Arg('archived', 'boolean') archived: boolean) {
    return this.store.change(team, archived);
  }

  @MizanClient({ affects: [BoardContext, NewsContext], output: 'boolean' })
  startOver() {
    return true;
  }

  @MizanClient({ affects: DeskContext, auth: true, output: 'boolean' })
  tidyDesk() {
    return true;
  }

  @MizanClient({ affects: [BoardContext, NewsContext], output: 'boolean' })
  breakDown(): boolean {
    throw new NotFound('Nothing was changed');
  }
}

export const edgeSecret = 'edge-test-secret-0123456789abcdef';

/** The session is a cookie with the caller's number. */
export function readCaller(request: {
  readonly headers: { readonly cookie?: string };
}): MizanIdentity | null {
  const [, id] = /session=(\d+)/.exec(request.headers.cookie ?? '') ?? [];
  return id === undefined ? null : { id: Number(id), isStaff: false, isSuperuser: false, permissions: [] };
}

export const boardProviders = [BoardStore, BoardFunctions];

/** As the command line reads it, by its name; the tests start the same with other options. */
@Module({ imports: [MizanModule.forRoot({ edge: { cacheGroups: true } })], providers: boardProviders })
export class BoardModule {}
