import type { CallReply, Target } from '@mizan/protocol';
import type { ContextRequest } from '../transport.js';
import { matchesScope } from '../scope.js';
import type { Frame } from './frame.js';

/** How long a change is remembered after its reply, in milliseconds; what is told of it later counts as anybody's. */
const remembered = 60_000;

/**
 * Names the changes that this client makes (PROTOCOL 13), so that what the server tells of them is not taken for news
 * where their replies say it. The server may tell of more: of an entry that is watched under another spelling of a param.
 *
 * @param take takes news
 */
export function createOwnChanges(take: (told: Frame) => void) {
  const prefix = Math.random().toString(36).slice(2);
  const changes = new Map<unknown, (told: Frame) => void>();
  let count = 0;

  return {
    /** Makes a call under a name. */
    async name(call: (change: string) => Promise<CallReply>): Promise<CallReply> {
      const change = prefix + (count += 1);
      const held: Frame[] = [];
      let said: readonly Target[] = [];
      changes.set(change, (told) => held.push(told));
      try {
        const reply = await call(change);
        said = [...(reply.invalidate ?? []), ...(reply.merge ?? [])];
        return reply;
      } finally {
        const hear = (told: Frame) => take(without(told, said));
        changes.set(change, hear);
        setTimeout(() => changes.delete(change), remembered);
        held.forEach(hear);
      }
    },
    hear(told: Frame): void {
      (changes.get(told['change']) ?? take)(told);
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
