import type { CallReply, Target } from '@mizan/protocol';
import { matchesScope } from '../scope.js';
import type { ContextRequest } from '../transport.js';
import type { Frame } from './frame.js';

/** How many changes are remembered; what is told of earlier ones counts as anybody's. */
const remembered = 100;

/**
 * Names the changes that this client makes (PROTOCOL 13), so that what the server tells of them is not taken for news
 * where their replies say it. The server may tell of more: of an entry that is watched under another spelling of a param.
 *
 * @param take takes news
 */
export function createOwnChanges(take: (told: Frame) => void) {
  const prefix = Math.random().toString(36).slice(2);
  /** What the reply to each change says, by its name, oldest first. */
  const replies = new Map<unknown, Promise<readonly Target[]>>();
  let count = 0;

  return {
    /** Makes a call under a name. */
    name(call: (change: string) => Promise<CallReply>): Promise<CallReply> {
      const change = prefix + (count += 1);
      const reply = call(change);
      replies.set(
        change,
        reply.then(
          ({ invalidate = [], merge = [] }) => [...invalidate, ...merge],
          () => [],
        ),
      );
      for (const [oldest] of replies) if (replies.size > remembered) replies.delete(oldest);
      return reply;
    },
    async hear(told: Frame): Promise<void> {
      const said = await replies.get(told['change']);
      take(said ? without(told, said) : told);
    },
  };
}

/** What is told besides what was said. */
function without(told: Frame, said: readonly Target[]): Frame {
  // A server that tells of changes names watched contexts.
  const contexts = told['contexts'] as readonly ContextRequest[];
  const isNews = ({ context, params }: ContextRequest) =>
    !said.some((target) =>
      typeof target === 'string'
        ? target === context
        : target.context === context && matchesScope(params, target.params),
    );
  return { ...told, contexts: contexts.filter(isNews) };
}
