import { Arg, GlobalContext, Identity, MizanClient } from '@mizan/nestjs';
import { Injectable } from '@nestjs/common';
import type { Caller } from './callers.js';
import { BoardContext, FlakyContext, MixedRoomContext, StaffRoomContext, UserContext } from './contexts.js';
import { Board, Order, Profile, Status, WhoAmI } from './views.js';

const orders: readonly Order[] = [
  { id: 1, total: 9.5, state: 'open' },
  { id: 2, total: 20, state: 'paid' },
];

/** The contexts. */
@Injectable()
export class ReadingFunctions {
  @MizanClient({ context: GlobalContext, output: WhoAmI })
  currentUser(@Identity() who: Caller | null) {
    return { user_id: who?.id ?? null, staff: who?.isStaff ?? false };
  }

  @MizanClient({ context: GlobalContext, output: 'integer' })
  unreadCount() {
    return 3;
  }

  @MizanClient({ context: UserContext, output: Profile })
  userProfile(@Arg('user_id', 'integer') userId: number) {
    return { user_id: userId, name: 'Ada', email: null };
  }

  @MizanClient({ context: UserContext, output: [Order] })
  userOrders(
    @Arg('user_id', 'integer') _userId: number,
    @Arg('limit', 'integer', { default: 10 }) limit: number,
  ) {
    return orders.slice(0, limit);
  }

  @MizanClient({ context: BoardContext, output: Board })
  board(@Arg('team') team: string, @Arg('archived', 'boolean', { default: false }) archived: boolean) {
    return { team, archived, cards: ['one'] };
  }

  @MizanClient({ context: StaffRoomContext, auth: 'staff', output: [Profile] })
  roster() {
    return [{ user_id: 2, name: 'Sam', email: null }];
  }

  @MizanClient({ context: MixedRoomContext, output: Status })
  lobby() {
    return { ok: true };
  }

  @MizanClient({ context: MixedRoomContext, auth: true, output: Status })
  members() {
    return { ok: true };
  }

  @MizanClient({ context: FlakyContext, output: Status })
  works() {
    return { ok: true };
  }

  @MizanClient({ context: FlakyContext, output: 'integer' })
  wobbles(@Arg('n', 'integer') n: number) {
    if (n === 0) throw new Error('secret internals: division by zero');
    return Math.floor(10 / n);
  }
}
