import { createHash } from 'node:crypto';

import { scopeContext } from '../scope-context.js';

/** Params come from requests: what is longer is hashed. */
const maxLength = 120;

/** The keys that the store has in Redis, all below one prefix. */
export class RedisKeys {
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** The scopes of one context are in one slot of a cluster, by the part in braces, so that one script reads them. */
  ofScope(scope: string): string {
    const context = scopeContext(scope);
    return `${this.#prefix}scope:{${shorten(context)}}${shorten(scope.slice(context.length))}`;
  }

  ofLock(lock: string): string {
    return `${this.#prefix}lock:${shorten(lock)}`;
  }

  ofEntry(key: string): string {
    return `${this.#prefix}entry:${shorten(key)}`;
  }
}

function shorten(text: string): string {
  // No scope has a `#` and no key begins with one, so that a hash is never taken for a text.
  return text.length <= maxLength ? text : `#${createHash('sha256').update(text).digest('base64url')}`;
}
