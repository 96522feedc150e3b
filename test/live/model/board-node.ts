import { Injectable } from '@nestjs/common';
import {
  Arg,
  defineContext,
  Identity,
  MizanCache,
  MizanClient,
  type MizanIdentity,
  type MizanOptions,
  NotFound,
  SocketService,
} from '@mizan/nestjs';
import { type StartedApp, startApp, type StartOptions } from '../../../libs/nestjs/test-support/start-app.js';
import type { BoardData, Stale, Value } from './board-data.js';

const CardContext = defineContext('card');
const ListContext = defineContext('list');
const TotalContext = defineContext('total');
const contexts = { card: CardContext, list: ListContext, total: TotalContext };

const stale = (
  context: Stale['context'],
  params: Readonly<Record<string, Value | undefined>> = {},
): Stale => ({
  context,
  params: Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ),
});

function createFunctions(data: BoardData) {
  @Injectable()
  class BoardFunctions {
    @MizanClient({ context: CardContext, output: 'integer' })
    card(@Arg('card', 'integer') card: number, @Identity() who: MizanIdentity | null): Promise<number> {
      const entry = { context: 'card', params: { card } } as const;
      if (!data.mayRead(entry, who === null ? null : String(who.id))) throw new NotFound();
      return data.read();
    }
    @MizanClient({ context: CardContext, output: 'integer' })
    comments(
      @Arg('card', 'integer') _card: number,
      @Arg('page', 'integer', { optional: true }) _page?: number,
    ): number {
      return 0;
    }
    @MizanClient({ context: ListContext, output: 'integer' })
    list(
      @Arg('state', 'string', { optional: true }) _state?: string,
      @Arg('limit', 'integer', { optional: true }) _limit?: number,
    ): Promise<number> {
      return data.read();
    }
    @MizanClient({ context: TotalContext, output: 'integer' })
    total(): Promise<number> {
      return data.read();
    }

    @MizanClient({ affects: CardContext, websocket: true, output: 'boolean' })
    async rename(@Arg('card', 'integer') card: number): Promise<boolean> {
      await data.commit([stale('card', { card })]);
      return true;
    }
    @MizanClient({ affects: CardContext, output: 'boolean' })
    async comment(
      @Arg('card', 'integer') card: number,
      @Arg('page', 'integer', { optional: true }) page?: number,
    ): Promise<boolean> {
      await data.commit([stale('card', { card, page })]);
      return true;
    }
    /** Takes for a text what the context takes for a number. */
    @MizanClient({ affects: CardContext, output: 'boolean' })
    async scan(@Arg('card') card: string): Promise<boolean> {
      await data.commit([stale('card', { card: Number(card) })]);
      return true;
    }
    @MizanClient({ affects: [CardContext, ListContext, TotalContext], websocket: true, output: 'boolean' })
    async move(
      @Arg('card', 'integer') card: number,
      @Arg('state', 'string', { optional: true }) state?: string,
    ): Promise<boolean> {
      await data.commit([stale('card', { card }), stale('list', { state }), stale('total')]);
      return true;
    }
    @MizanClient({ affects: [CardContext, ListContext], output: 'boolean' })
    async fail(@Arg('card', 'integer') _card: number): Promise<boolean> {
      await data.pause();
      throw new NotFound();
    }
  }
  return BoardFunctions;
}

/** Who a socket or a request says that it is, as long as he is signed in. */
const identityOf = (data: BoardData) => async (request: unknown) => {
  const { headers } = request as { readonly headers: Readonly<Record<string, string | undefined>> };
  const id = headers['x-user'] ?? '';
  await data.pause();
  return data.signedIn.has(id) ? { id, isStaff: false, isSuperuser: false, permissions: [] } : null;
};

/** One process of the board. */
export class BoardNode {
  private constructor(readonly app: StartedApp) {}

  static async start(data: BoardData, mizan: MizanOptions, options: StartOptions = {}): Promise<BoardNode> {
    const websocket = { maxFramesPerSecond: 1e9, maxSocketsPerIdentity: 1e9 };
    const settings = { identity: identityOf(data), websocket, ...mizan } as MizanOptions;
    return new BoardNode(
      await startApp({ providers: [createFunctions(data)] }, { ...options, mizan: settings }),
    );
  }

  get url(): string {
    return `${this.app.origin}/ws`;
  }

  async invalidate(data: BoardData, { context, params }: Stale): Promise<void> {
    await data.commit([{ context, params }]);
    await this.app.app.get(MizanCache).invalidate(contexts[context], params);
  }

  recheck(id: string): Promise<void> {
    return this.app.app.get(SocketService).recheck(id);
  }
}
