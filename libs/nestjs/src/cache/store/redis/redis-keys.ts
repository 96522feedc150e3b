import { scopeContext } from '../scope-context.js';
import { shorten } from '../shorten.js';

/** The keys that the store has in Redis, all below one prefix. */
export class RedisKeys {
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** What belongs to one context is in one slot of a cluster, by the part in braces, so that one script reads it. */
  ofScope(scope: string): string {
    const context = scopeContext(scope);
    return `${this.#prefix}scope:{${shorten(context)}}${shorten(scope.slice(context.length))}`;
  }

  ofLayout(context: string): string {
    return `${this.#prefix}layout:{${shorten(context)}}`;
  }

  ofLock(lock: string): string {
    return `${this.#prefix}lock:${shorten(lock)}`;
  }

  ofEntry(key: string): string {
    return `${this.#prefix}entry:${shorten(key)}`;
  }
}
