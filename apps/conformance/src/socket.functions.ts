import { Arg, Identity, MizanClient } from '@mizan/nestjs';
import { Injectable } from '@nestjs/common';
import type { Caller } from './callers.js';
import { UserContext } from './contexts.js';
import { Echo, Profile, Status, WhoAmI } from './views.js';

/** The functions that are called over the socket. */
@Injectable()
export class SocketFunctions {
  @MizanClient({ websocket: true, output: Echo })
  wsEcho(@Arg('text') text: string) {
    return { message: text };
  }

  @MizanClient({ websocket: true, affects: UserContext, output: Status })
  wsUpdate(@Arg('user_id', 'integer') _userId: number) {
    return { ok: true };
  }

  @MizanClient({ websocket: true, merge: UserContext, output: Profile })
  wsRename(@Arg('user_id', 'integer') userId: number, @Arg('name') name: string) {
    return { user_id: userId, name, email: null };
  }

  @MizanClient({ websocket: true, auth: true, output: WhoAmI })
  wsMember(@Identity() who: Caller | null) {
    return { user_id: who?.id ?? null, staff: who?.isStaff ?? false };
  }
}
