import type { CallReply } from '@mizan/protocol';
import { isMizanError } from '../mizan-error.js';
import { watchPage } from '../watch-page.js';
import type { Bundle, CallRequest, ContextRequest } from '../transport.js';
import { type ChannelPlace, createChannelPlace } from './channel-place.js';
import { createConnection, notRun } from './connection.js';
import { frameKey } from './frame.js';
import { createLiveContexts } from './live-contexts.js';
import { createOwnChanges } from './own-changes.js';
import type { Realtime } from './realtime-transport.js';
import type { SocketClass } from './socket-like.js';

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

/** How long a call waits for a connection, and how long a read, in milliseconds. Then they go over HTTP. */
const callPatience = 10_000;
const readPatience = 2000;

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
    const places = new Map<string, ChannelPlace>();
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
    const live = createLiveContexts(connection, isHidden);
    const changes = createOwnChanges((frame) => live.receive(frame));
    connection.users.add({ ...live, receive: (frame) => changes.hear(frame) });
    watchPage({ refetchOnFocus: true }, live.shown);

    async function call(
      { overSocket, ...request }: CallRequest,
      signal: AbortSignal | undefined,
    ): Promise<CallReply> {
      try {
        // Frames are JSON and have no headers. A server that answers with success speaks the protocol.
        if (overSocket && !request.body && !request.idempotencyKey)
          return (await connection.ask({ action: 'rpc', ...request }, callPatience, signal)) as CallReply;
      } catch (error) {
        if (error !== notRun) throw error;
      }
      return http.call(request, signal);
    }

    async function read({ overSocket, ...request }: ContextRequest, signal: AbortSignal): Promise<Bundle> {
      try {
        if (overSocket && !connection.isResting())
          return (await connection.ask({ action: 'ctx', ...request }, readPatience, signal)) as Bundle;
      } catch (error) {
        // Without an answer it may have been read, which does no harm twice.
        if (isAnswer(error)) throw error;
      }
      return http.read(request, signal);
    }

    return {
      call: (request, signal) =>
        live.areThere()
          ? changes.name((change) => call({ ...request, change }, signal))
          : call(request, signal),
      async read(request, signal) {
        await live.wait(request);
        signal.throwIfAborted();
        const answer = read(request, signal);
        answer.then(
          () => live.wasRead(request, true),
          (error: unknown) => isAnswer(error) && live.wasRead(request, false),
        );
        return answer;
      },
      watch: live.watch,
      channel(name, params, { history = 50 } = {}) {
        const key = frameKey(name, params);
        const place = places.get(key) ?? createChannelPlace(connection, `c${places.size}`, key, name, params);
        places.set(key, place);
        place.keep(history);
        return place;
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

/** Whether a failure is what the server answered. */
function isAnswer(error: unknown): boolean {
  return isMizanError(error) && error.status > 0;
}
