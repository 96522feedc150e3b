import { Arg, Identity, MizanClient, nullable } from '@mizan/nestjs';
import { Injectable } from '@nestjs/common';
import type { Caller } from './callers.js';
import { Echo, Filter, Profile, Status, WhoAmI } from './views.js';

const ada: Profile = { user_id: 7, name: 'Ada', email: null };
const bo: Profile = { user_id: 8, name: 'Bo', email: 'bo@example.org' };

/** Every kind of input and output. */
@Injectable()
export class PlainFunctions {
  @MizanClient({ output: Echo })
  echo(@Arg('text') text: string) {
    return { message: text };
  }

  @MizanClient({ output: Status })
  ping() {
    return { ok: true };
  }

  @MizanClient({ output: 'integer' })
  add(@Arg('a', 'integer') a: number, @Arg('b', 'integer') b: number) {
    return a + b;
  }

  @MizanClient({ output: ['string'] })
  tags() {
    return ['b', 'a'];
  }

  @MizanClient({ output: nullable(Profile) })
  findUser(@Arg('q') q: string) {
    return q === 'ada' ? ada : null;
  }

  @MizanClient({ output: [Profile] })
  async listUsers() {
    return [ada, bo];
  }

  @MizanClient({ output: Echo })
  search(@Arg('filter') { text, states }: Filter, @Arg('page', 'integer', { default: 1 }) page: number) {
    return { message: `${text}|${states.join(',')}|${page}` };
  }

  @MizanClient({ output: WhoAmI })
  whoami(@Identity() who: Caller | null) {
    return { user_id: who?.id ?? null, staff: who?.isStaff ?? false };
  }
}
