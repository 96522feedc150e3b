import { Arg, GlobalContext, MizanClient, NotFound, nullable } from '@mizan/nestjs';
import { Injectable } from '@nestjs/common';
import { BoardContext, UserContext } from './contexts.js';
import { Order, Profile, Status } from './views.js';

/** The mutations: what they make stale, and what they merge. */
@Injectable()
export class ChangingFunctions {
  @MizanClient({ affects: UserContext, output: Status })
  updateProfile(@Arg('user_id', 'integer') _userId: number, @Arg('name') _name: string) {
    return { ok: true };
  }

  @MizanClient({ affects: [UserContext, GlobalContext, UserContext], output: Status })
  touchAll() {
    return { ok: true };
  }

  @MizanClient({ affects: [BoardContext, UserContext], output: Status })
  moveCard(
    @Arg('team') _team: string,
    @Arg('card', 'integer') _card: number,
    @Arg('user_id', nullable('integer'), { default: null }) _userId: number | null,
  ) {
    return { ok: true };
  }

  @MizanClient({ affects: BoardContext, output: Status })
  archive(@Arg('team') _team: string, @Arg('archived') _archived: boolean) {
    return { ok: true };
  }

  @MizanClient({ merge: UserContext, output: Profile })
  renameUser(@Arg('user_id', 'integer') userId: number, @Arg('name') name: string) {
    return { user_id: userId, name, email: null };
  }

  @MizanClient({ merge: UserContext, output: Order })
  addOrder(@Arg('user_id', 'integer') _userId: number, @Arg('total') total: number): Order {
    return { id: 3, total, state: 'open' };
  }

  @MizanClient({ merge: UserContext, affects: GlobalContext, output: [Order] })
  replaceOrders(@Arg('user_id', 'integer') _userId: number): Order[] {
    return [{ id: 9, total: 1, state: 'open' }];
  }

  @MizanClient({ affects: UserContext, auth: 'staff', output: Status })
  ban(@Arg('user_id', 'integer') _userId: number) {
    return { ok: true };
  }

  @MizanClient({ affects: UserContext, output: Status })
  failingUpdate(@Arg('user_id', 'integer') _userId: number): Status {
    throw new NotFound('No such user');
  }
}
