import { IsInt } from 'class-validator';
import { WsAdapter } from '@nestjs/platform-ws';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { type INestApplication, Injectable, type Provider } from '@nestjs/common';
import { type OnGatewayConnection, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { io } from 'socket.io-client';
import { describe, expect, it } from 'vitest';
import { openSocket } from '../../test-support/open-socket.js';
import { adapters, startApp } from '../../test-support/start-app.js';
import { Arg, defineContext, MizanClient } from '../index.js';

class Ticket {
  @IsInt() id!: number;
}
const Desk = defineContext('desk');

@Injectable()
class Functions {
  @MizanClient({ websocket: true, affects: Desk, output: Ticket })
  take(@Arg('id', 'integer') id: number): Ticket {
    return { id };
  }
  @MizanClient({ output: Ticket })
  plain(): Ticket {
    return { id: 1 };
  }
  @MizanClient({ websocket: true, private: true, output: Ticket })
  hidden(): Ticket {
    return { id: 1 };
  }
  @MizanClient({ context: Desk, output: Ticket })
  desk(@Arg('id', 'integer', { default: 7 }) id: number): Ticket {
    return { id };
  }
}
const providers: readonly Provider[] = [Functions];

type SocketAdapter = 'no adapter for sockets' | 'WsAdapter' | 'IoAdapter';
const socketAdapters: readonly SocketAdapter[] = ['no adapter for sockets', 'WsAdapter', 'IoAdapter'];

function configure(name: SocketAdapter) {
  return (app: INestApplication) => {
    if (name === 'WsAdapter') app.useWebSocketAdapter(new WsAdapter(app));
    if (name === 'IoAdapter') app.useWebSocketAdapter(new IoAdapter(app));
  };
}

describe.each(adapters.flatMap((adapter) => socketAdapters.map((sockets) => ({ adapter, sockets }))))(
  'the socket on $adapter with $sockets',
  ({ adapter, sockets }) => {
    const start = (more: readonly Provider[] = []) =>
      startApp({ providers: [...providers, ...more] }, { adapter, configure: configure(sockets) });

    it('answers calls and bundles, each under its id', async () => {
      const app = await start();
      const socket = await openSocket(`${app.origin}/ws`);
      expect(await socket.ask({ action: 'rpc', id: 'a', fn: 'take', args: { id: 5 } })).toEqual({
        id: 'a',
        ok: true,
        data: { result: { id: 5 }, invalidate: [{ context: 'desk', params: { id: 5 } }] },
      });
      expect(await socket.ask({ action: 'ctx', id: 2, context: 'desk' })).toEqual({
        id: 2,
        ok: true,
        data: { desk: { id: 7 } },
      });
      await app.close();
      expect(await socket.closed()).toBe(1001);
    });

    it('does not let functions of HTTP be called, nor private ones', async () => {
      const app = await start();
      const socket = await openSocket(`${app.origin}/ws`);
      for (const fn of ['plain', 'hidden']) {
        expect(await socket.ask({ action: 'rpc', id: fn, fn })).toMatchObject({
          id: fn,
          ok: false,
          error: { code: 'FORBIDDEN' },
        });
      }
      await app.close();
    });

    it('leaves its functions callable over HTTP', async () => {
      const app = await start();
      expect(await (await app.call('take', { id: 5 })).json()).toEqual({
        result: { id: 5 },
        invalidate: [{ context: 'desk', params: { id: 5 } }],
      });
      await app.close();
    });
  },
);

describe('beside the gateways of the app', () => {
  it('a gateway of WsAdapter on another path goes on', async () => {
    @WebSocketGateway({ path: '/other' })
    class Other implements OnGatewayConnection {
      handleConnection(client: { send(text: string): void }): void {
        client.send('{"hello":"other"}');
      }
    }
    const app = await startApp({ providers: [...providers, Other] }, { configure: configure('WsAdapter') });
    const [ours, other] = [await openSocket(`${app.origin}/ws`), await openSocket(`${app.origin}/other`)];
    expect(await other.next()).toEqual({ hello: 'other' });
    expect(await ours.ask({ action: 'rpc', id: 1, fn: 'take', args: { id: 5 } })).toMatchObject({
      id: 1,
      ok: true,
    });
    await app.close();
  });

  it('socket.io goes on, and does not end our sockets', async () => {
    @WebSocketGateway()
    class Chat {
      @SubscribeMessage('hi')
      hi() {
        return { event: 'hi', data: 'there' };
      }
    }
    const app = await startApp({ providers: [...providers, Chat] }, { configure: configure('IoAdapter') });
    const socket = await openSocket(`${app.origin}/ws`);
    const client = io(app.origin, { transports: ['websocket'] });
    const answer = await new Promise((resolve) => {
      client.on('hi', resolve);
      client.on('connect', () => client.emit('hi', 1));
    });
    expect(answer).toBe('there');
    expect(await socket.ask({ action: 'rpc', id: 1, fn: 'take', args: { id: 5 } })).toMatchObject({
      ok: true,
    });
    client.close();
    await app.close();
  });

  it('another path is answered 404 where nobody else listens', async () => {
    const app = await startApp({ providers: [...providers] });
    await expect(openSocket(`${app.origin}/elsewhere`)).rejects.toThrow('404');
    await app.close();
  });
});
