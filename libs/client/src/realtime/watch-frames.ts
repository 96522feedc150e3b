import type { Connection } from './connection.js';
import { type Entry, keyOf, type LiveContext, settle } from './live-context.js';
import type { Ask } from './requests.js';

/** When to ask again what was not answered, in milliseconds. */
const pause = 5000;

interface Acknowledgement {
  readonly refused?: readonly Entry[];
}

/**
 * Tells the server what to watch, in place of all before (PROTOCOL 13).
 *
 * @param refetch is given what the server watches from now on: what was read before may have changed since
 */
export function createWatchFrames(
  connection: Connection,
  ask: Ask,
  contexts: Map<string, LiveContext>,
  refetch: (context: LiveContext) => void,
) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wanted = () => [...contexts.values()].filter(({ standing }) => standing !== 'refused');

  function take(asked: readonly LiveContext[], { refused }: Acknowledgement): void {
    const refusedKeys = refused?.map(keyOf);
    for (const context of asked) {
      const isNews = context.standing !== 'live';
      settle(context, refusedKeys?.includes(context.key) ? 'refused' : 'live');
      // A read that waits is replaced by this one.
      if (isNews && context.standing === 'live') refetch(context);
    }
  }

  /** Tells now, if the connection is open. */
  function tell(): void {
    clearTimeout(timer);
    timer = undefined;
    dropUnused(contexts);
    if (!connection.isOpen()) return connection.connect();
    const asked = wanted();
    const frame = { action: 'watch', contexts: asked.map(({ context, params }) => ({ context, params })) };
    ask(frame, pause).then(
      // A server that answers speaks the protocol.
      (reply) => take(asked, reply as Acknowledgement),
      () => {
        giveUp(asked);
        if (connection.isOpen()) timer ??= setTimeout(tell, pause);
      },
    );
  }

  return {
    tell,
    giveUp,
    isNeeding: () => wanted().length > 0,
    /** Tells at the end of this tick: once, whatever comes and goes until then. */
    announce(): void {
      clearTimeout(timer);
      timer = setTimeout(tell);
    },
  };
}

/** Nobody waits any more for what the server has not said. */
export function giveUp(contexts: Iterable<LiveContext>): void {
  for (const context of contexts) if (context.standing === 'due') settle(context, 'late');
}

function dropUnused(contexts: Map<string, LiveContext>): void {
  const { size } = contexts;
  for (const [key, { users }] of contexts) if (users === 0) contexts.delete(key);
  // There may be room for those that were too many.
  if (contexts.size < size)
    for (const context of contexts.values()) if (context.standing === 'refused') context.standing = 'due';
}
