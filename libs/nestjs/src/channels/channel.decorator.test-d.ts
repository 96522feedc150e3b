import { describe, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import type { MizanIdentity } from '../identity/index.js';
import { MizanChannel } from './channel.decorator.js';
import type { ChannelService } from './channel.service.js';
import type { ParamsOf, ReceivedParamsOf, ServerMessageOf } from './channel-class.js';

class Room {
  room!: string;
}
class Line {
  text!: string;
}
interface Person extends MizanIdentity {
  readonly team: string;
}

@MizanChannel('chat')
class Chat {
  static readonly params = Room;
  static readonly clientMessage = Line;
  static readonly serverMessage = Line;
  authorize({ room }: Room, who: Person | null) {
    return room !== 'vault' && who !== null;
  }
  receive(_params: Room, { text }: Line): Line {
    return { text };
  }
}

@MizanChannel('ticker')
class Ticker {
  static readonly serverMessage = z.object({ price: z.number() });
  authorize() {
    return true;
  }
}

const Dated = z.object({ since: z.string().transform(Number) });

function push(channels: ChannelService): void {
  void channels.push(Chat, { room: 'a' }, { text: 'b' });
  void channels.push(Ticker, {}, { price: 9.5 });
  // @ts-expect-error the params are missing
  void channels.push(Chat, {}, { text: 'b' });
  // @ts-expect-error another message
  void channels.push(Chat, { room: 'a' }, { price: 9.5 });
  // @ts-expect-error a channel without params has none
  void channels.push(Ticker, { room: 'a' }, { price: 9.5 });
}

describe('@MizanChannel', () => {
  it('knows the types of a channel', () => {
    expectTypeOf<ParamsOf<typeof Chat>>().toEqualTypeOf<Room>();
    expectTypeOf<ServerMessageOf<typeof Chat>>().toEqualTypeOf<Line>();
    expectTypeOf<ServerMessageOf<typeof Ticker>>().toEqualTypeOf<{ price: number }>();
    expectTypeOf<ParamsOf<{ params: typeof Dated }>>().toEqualTypeOf<{ since: string }>();
    expectTypeOf<ReceivedParamsOf<{ params: typeof Dated }>>().toEqualTypeOf<{ since: number }>();
  });

  it('checks the methods', () => {
    // @ts-expect-error who may listen must be said
    @MizanChannel('open')
    class Open {
      static readonly serverMessage = Line;
    }
    // @ts-expect-error the params are a Room
    @MizanChannel('wrong')
    class Wrong {
      static readonly params = Room;
      authorize(params: { readonly team: number }) {
        return params.team > 0;
      }
    }
    // @ts-expect-error a message has a text
    @MizanChannel('mute')
    class Mute {
      static readonly clientMessage = Line;
      static readonly serverMessage = Line;
      authorize() {
        return true;
      }
      receive() {
        return { txt: '' };
      }
    }
    expectTypeOf([Open, Wrong, Mute]).toBeArray();
  });

  it('checks what is pushed', () => {
    expectTypeOf(push).toBeFunction();
  });
});
