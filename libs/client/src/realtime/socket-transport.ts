import type { RefOptions } from '../refs.js';
import type { Bundle, Transport } from '../transport.js';
import type { Connection } from './connection.js';
import { notRun } from './frame-failure.js';
import type { Requests } from './requests.js';

/** How long a call waits for a connection, and how long a read, in milliseconds. Then they go over HTTP. */
const callPatience = 10_000;
const readPatience = 2000;

/** Sends what is to go over the socket that way, and over HTTP everything else, and what the socket did not take. */
export function createSocketTransport(
  http: Transport,
  connection: Connection,
  requests: Requests,
): Pick<Transport, 'call' | 'read'> {
  async function send<Answer>(
    action: string,
    { overSocket, ...request }: RefOptions,
    patience: number,
    signal: AbortSignal | undefined,
    sendElse: () => Promise<Answer>,
  ): Promise<Answer> {
    try {
      // A server that answers with success speaks the protocol.
      if (overSocket) return (await requests.ask({ action, ...request }, patience, signal)) as Answer;
    } catch (error) {
      if (error !== notRun) throw error;
    }
    return sendElse();
  }

  return {
    call(request, signal) {
      const sendElse = () => http.call(request, signal);
      // Frames are JSON, and have no headers.
      if (request.body || request.idempotencyKey) return sendElse();
      return send('rpc', request, callPatience, signal, sendElse);
    },
    read: (request, signal) =>
      send<Bundle>('ctx', request, connection.isResting ? 0 : readPatience, signal, () =>
        http.read(request, signal),
      ),
  };
}
