import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocketAdapter } from '@nestjs/common';
import { MizanBootError } from '../errors/index.js';
import { isMissingPackage } from '../errors/is-missing-package.js';
import type { RawServer, RawSocket } from './raw-socket.js';

/** What a server of sockets is told. */
export interface SocketServerOptions {
  readonly path: string;
  readonly maxFrameBytes: number;
  /** Whether a request may open a socket. */
  readonly admits: (request: IncomingMessage) => boolean;
  readonly accept: (socket: RawSocket, request: IncomingMessage) => void;
}

/** Where sockets come in. */
export interface SocketServer {
  /** Takes no more in. Sockets that are open stay. */
  close(): void;
}

/** Options of the library ws. */
interface ServerOptions {
  readonly maxPayload: number;
  readonly perMessageDeflate: false;
  readonly clientTracking: false;
  readonly verifyClient: (
    info: { readonly req: IncomingMessage },
    done: (isLetIn: boolean, status?: number) => void,
  ) => void;
}

/**
 * Opens a server of sockets beside the HTTP server of the app. Where Nest's `WsAdapter` reigns, it goes through it, since
 * that destroys every upgrade that is not its own. Beside any other adapter it takes the upgrades of its own path, and
 * leaves all else alone.
 *
 * @throws MizanBootError when the package ws is not installed
 */
export async function openSocketServer(
  http: Server,
  adapter: WebSocketAdapter | undefined,
  { path, maxFrameBytes, admits, accept }: SocketServerOptions,
): Promise<SocketServer> {
  const options: ServerOptions = {
    maxPayload: maxFrameBytes,
    perMessageDeflate: false,
    clientTracking: false,
    verifyClient: ({ req }, done) => (admits(req) ? done(true) : done(false, 403)),
  };
  const isUnder = adapter !== undefined && (await isWsAdapter(adapter, http));
  const server: RawServer = isUnder
    ? adapter.create(0, { ...options, path })
    : await createBeside(http, path, options);
  server.on('connection', accept);
  return { close: () => server.close() };
}

// One that was made without the app has a server of its own, on some other port.
async function isWsAdapter(adapter: WebSocketAdapter, http: Server): Promise<boolean> {
  const { WsAdapter } = await import('@nestjs/platform-ws').catch((error: unknown) => {
    if (isMissingPackage(error)) return { WsAdapter: undefined };
    throw error;
  });
  return (
    WsAdapter !== undefined && adapter instanceof WsAdapter && Reflect.get(adapter, 'httpServer') === http
  );
}

async function createBeside(http: Server, path: string, options: ServerOptions): Promise<RawServer> {
  const { WebSocketServer } = await import('ws').catch((error: unknown) => {
    throw isMissingPackage(error) ? new MizanBootError([withoutWs]) : error;
  });
  const server = new WebSocketServer({ noServer: true, ...options });
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (isAt(path, request)) {
      server.handleUpgrade(request, socket, head, (opened) => server.emit('connection', opened, request));
    } else if (http.listenerCount('upgrade') === 1) {
      // Nobody else will answer it.
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    }
  });
  return server;
}

function isAt(path: string, { url = '' }: IncomingMessage): boolean {
  const [pathname] = url.split('?', 1);
  return pathname === path || pathname === `${path}/`;
}

const withoutWs = {
  where: 'websocket',
  problem: 'functions over the socket need the package ws, which is not installed',
  fix: 'Install it: npm install ws. Or install @nestjs/platform-ws and say app.useWebSocketAdapter(new WsAdapter(app)).',
};
