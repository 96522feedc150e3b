import { createHash } from 'node:crypto';

/** Which channel of Redis carries a topic. */
export type NameChannel = (topic: string) => string;

/**
 * Names are hashes: topics hold what clients send, and braces among it would put channels into one slot of a cluster.
 * The number is that of the format of what goes through.
 */
export function nameChannels(prefix: string): NameChannel {
  return (topic) => `${prefix}relay:1:${createHash('sha256').update(topic).digest('base64url')}`;
}
