import type { WebSocketServer } from 'ws';

/** @throws Error for a server that does not listen yet */
export function urlOf(address: ReturnType<WebSocketServer['address']>): string {
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}
