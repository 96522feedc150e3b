import { watchPage } from '../watch-page.js';
import { Connection } from './connection.js';
import { LiveContexts } from './live-contexts.js';
import type { Realtime } from './realtime-transport.js';
import { Requests } from './requests.js';
import type { SocketClass } from './socket-like.js';
import { createSocketTransport } from './socket-transport.js';

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
    const open = (token: string | undefined) => {
      // A full `url` needs no page.
      const full = new URL(url, /^\w+:/.test(url) ? url : new URL(baseUrl, globalThis.location?.href));
      if (token) full.searchParams.set('token', token);
      return new Socket(full.href.replace(/^http/, 'ws'));
    };
    const connection = new Connection(open, http.token, () => identityChanged?.());
    const requests = new Requests(connection);
    const live = new LiveContexts(connection, requests, isHidden);
    connection.users.add(live);
    const { call, read } = createSocketTransport(http, connection, requests);
    const unwatch = watchPage({ refetchOnFocus: true, refetchOnReconnect: true }, () => {
      connection.wake();
      live.shown();
    });
    return {
      call: (request, signal) => live.call(request, (named) => call(named, signal)),
      read: (request, signal) => live.read(request, signal, () => read(request, signal)),
      watch: (request, refetch) => live.watch(request, refetch),
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
