import type { CallReply, Target } from '@mizan/protocol';
import { matchesScope } from '../scope.js';
import type { ContextRequest } from '../transport.js';

/** How many changes are remembered; what is told of earlier ones counts as anybody's. */
const remembered = 100;

/** A context as frames name it. */
export type Entry = Pick<ContextRequest, 'context' | 'params'>;

/**
 * Names the changes that this client makes (PROTOCOL 13), so that what the server tells of them is not taken for news
 * where their replies say it. The server may tell of more: of an entry that is watched under another spelling of a param.
 */
export class OwnChanges {
  /** What the reply to each change says, by its name, oldest first. */
  readonly #replies = new Map<unknown, Promise<readonly Target[]>>();

  /** Makes a call under a name. */
  name(call: (change: string) => Promise<CallReply>): Promise<CallReply> {
    const change = Math.random().toString(36).slice(2);
    const reply = call(change);
    this.#replies.set(
      change,
      reply.then(
        ({ invalidate = [], merge = [] }) => [...invalidate, ...merge],
        () => [],
      ),
    );
    for (const [oldest] of this.#replies) if (this.#replies.size > remembered) this.#replies.delete(oldest);
    return reply;
  }

  /** What is news of what is told of a change. */
  async newsOf(change: unknown, told: readonly Entry[]): Promise<readonly Entry[]> {
    const said = (await this.#replies.get(change)) ?? [];
    return told.filter(
      ({ context, params }) =>
        !said.some((target) =>
          typeof target === 'string'
            ? target === context
            : target.context === context && matchesScope(params, target.params),
        ),
    );
  }
}
