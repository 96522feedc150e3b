import type { IncomingMessage } from 'node:http';

/** The part of a socket of the library ws that is used here. */
export interface RawSocket {
  /** {@link openState} while frames can be sent. */
  readonly readyState: number;
  ping(): void;
  close(code: number, reason: string): void;
  terminate(): void;
  on(event: 'message', listener: (data: { toString(): string }, isBinary: boolean) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** The part of a server of the library ws that is used here. */
export interface RawServer {
  on(event: 'connection', listener: (socket: RawSocket, request: IncomingMessage) => void): unknown;
  close(): void;
}

/** The `readyState` of a socket that is open, and of one that is gone. */
export const openState = 1;
export const closedState = 3;
