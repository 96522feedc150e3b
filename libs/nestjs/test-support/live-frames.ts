import type { TestSocket } from './open-socket.js';

/** An entry of the context `ticket`. */
export const ticket = (id: unknown) => ({ context: 'ticket', params: { ticket_id: id } });

/** The frame that has a socket watch these entries. */
export const watch = (...contexts: readonly object[]) => ({ action: 'watch', id: 'w', contexts });

/** Its acknowledgement. */
export const watching = (count: number) => ({ id: 'w', ok: true, data: { watching: count } });

/** Its acknowledgement where these entries are refused. */
export const refusing = (count: number, ...refused: readonly (readonly [entry: object, code: string])[]) => ({
  id: 'w',
  ok: true,
  data: {
    watching: count,
    refused: refused.map(([entry, code]) => ({ ...entry, error: { code, message: anyMessage } })),
  },
});

/** What a socket is told. */
export const told = (...contexts: readonly object[]) => ({ type: 'invalidate', contexts });

/** Equal to every text that is not empty. */
const anyMessage = { asymmetricMatch: (value: unknown) => typeof value === 'string' && value !== '' };

/** Whatever a socket gets before the answer to a frame that asks for nothing. */
export async function heard(socket: TestSocket): Promise<readonly unknown[]> {
  const frames: unknown[] = [];
  // What was published before is told in a turn that comes before this one.
  await new Promise(setImmediate);
  socket.send({ action: 'rpc', id: 'end', fn: 'no such function' });
  for (;;) {
    const frame = await socket.next();
    if ((frame as { id?: unknown }).id === 'end') return frames;
    frames.push(frame);
  }
}
