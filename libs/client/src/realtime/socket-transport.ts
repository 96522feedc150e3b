import type { CallReply } from '@mizan/protocol';
import { isMizanError } from '../mizan-error.js';
import type { Bundle, Transport } from '../transport.js';
import type { Connection } from './connection.js';
import { notRun } from './frame-failure.js';
import type { Ask } from './requests.js';

/** How long a call waits for a connection, and how long a read, in milliseconds. Then they go over HTTP. */
const callPatience = 10_000;
const readPatience = 2000;

/** Sends what is to go over the socket that way, and everything else over HTTP; so what the socket did not take. */
export function createSocketTransport(
  http: Transport,
  connection: Connection,
  ask: Ask,
): Pick<Transport, 'call' | 'read'> {
  return {
    async call({ overSocket, ...request }, signal) {
      try {
        // A server that answers with success speaks the protocol.
        if (overSocket) return (await ask({ action: 'rpc', ...request }, callPatience, signal)) as CallReply;
      } catch (error) {
        if (error !== notRun) throw error;
      }
      return http.call(request, signal);
    },
    async read({ overSocket, ...request }, signal) {
      try {
        if (overSocket && !connection.isResting())
          return (await ask({ action: 'ctx', ...request }, readPatience, signal)) as Bundle;
      } catch (error) {
        // Without an answer it may have been read, which does no harm twice.
        if (isAnswer(error)) throw error;
      }
      return http.read(request, signal);
    },
  };
}

/** Whether a failure is what the server answered. */
export function isAnswer(error: unknown): boolean {
  return isMizanError(error) && error.status > 0;
}
