import { watchPage } from '../watch-page.js';
import { createConnection } from './connection.js';
import { createLiveContexts } from './live-contexts.js';
import { createOwnChanges } from './own-changes.js';
import type { Realtime } from './realtime-transport.js';
import { createRequests } from './requests.js';
import type { SocketClass } from './socket-like.js';
import { createSocketTransport, isAnswer } from './socket-transport.js';

export interface RealtimeOptions {
  /**
   * Where the socket is: a path at the server of `baseUrl`, or a full URL. Outside of a page one of the two has to be full.
   *
   * @default '/ws'
   */
  readonly url?: string;
  /** Opens sockets. @default globalThis.WebSocket */
  readonly WebSocket?: SocketClass;
  /** Whether live contexts are read again while the page is hidden; else they are when it is shown. @default false */
  readonly refetchHidden?: boolean;
}

/**
 * Has a client open a socket when one is needed: for channels, live contexts and websocket functions. It is opened again
 * when it breaks, and closed when nothing has needed it for half a minute.
 */
export function realtime({
  url = '/ws',
  WebSocket: Socket = globalThis.WebSocket,
  refetchHidden,
}: RealtimeOptions = {}): Realtime {
  const isHidden = () => !refetchHidden && globalThis.document?.visibilityState === 'hidden';
  return (http, { baseUrl = '/api/mizan' }) => {
    let identityChanged: (() => void) | undefined;
    const connection = createConnection({
      open(token) {
        // A full `url` needs no page.
        const full = new URL(url, /^\w+:/.test(url) ? url : new URL(baseUrl, globalThis.location?.href));
        if (token) full.searchParams.set('token', token);
        return new Socket(full.href.replace(/^http/, 'ws'));
      },
      token: http.token,
      probe: () => live.tell(),
      identityChanged: () => identityChanged?.(),
    });
    const ask = createRequests(connection);
    const live = createLiveContexts(connection, ask, isHidden);
    const changes = createOwnChanges(live.user.receive);
    connection.users.add({ ...live.user, receive: (frame) => void changes.hear(frame) });
    const socket = createSocketTransport(http, connection, ask);
    const unwatch = watchPage({ refetchOnFocus: true, refetchOnReconnect: true }, () => {
      connection.wake();
      live.shown();
    });
    return {
      call: (request, signal) =>
        live.areThere()
          ? changes.name((change) => socket.call({ ...request, change }, signal))
          : socket.call(request, signal),
      async read(request, signal) {
        await live.wait(request);
        signal.throwIfAborted();
        const answer = socket.read(request, signal);
        answer.then(
          () => live.wasRead(request, true),
          (error: unknown) => isAnswer(error) && live.wasRead(request, false),
        );
        return answer;
      },
      watch: live.watch,
      connection,
      close() {
        unwatch();
        connection.close();
      },
      reset() {
        http.reset?.();
        connection.reset();
      },
      watchIdentity(changed) {
        identityChanged = () => {
          connection.reset();
          changed();
        };
        http.watchIdentity?.(identityChanged);
      },
    };
  };
}
