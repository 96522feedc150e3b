import { Logger } from '@nestjs/common';
import type { IdentityResolver, MizanIdentity } from '../identity/index.js';
import type { Vary } from './cache-options.js';
import type { CacheableRead } from './cacheable-read.js';
import { callerKey, readVaried } from './caller-key.js';

/** Whose bundle an entry is. */
export interface Caller {
  /** PROTOCOL 9, `u`; undefined for everybody. */
  readonly key: string | undefined;
}

const everybody: Caller = { key: undefined };
const none: readonly string[] = [];

/** Finds out whose bundle is read. */
export class Callers {
  readonly #logger = new Logger('Mizan');
  #hasWarned = false;
  #hasWarnedOfIdentity = false;

  constructor(
    private readonly identities: IdentityResolver,
    private readonly vary: Vary | undefined,
  ) {}

  /**
   * Undefined when that bundle can be nobody's entry: there is no identity and the context is not public, functions of
   * it have let in different ones, or it cannot be told.
   */
  find(isPublic: boolean, read: CacheableRead): Caller | undefined | Promise<Caller | undefined> {
    if (this.vary !== undefined) return this.#findVaried(this.vary, isPublic, read);
    if (isPublic) return everybody;
    // Nothing to wait for, not even a turn, when every function has asked already.
    return read.authorized.includes(undefined)
      ? this.#identify(read).then((identity) => this.#own(identity, none))
      : this.#own(this.#sameOf(read.authorized), none);
  }

  async #findVaried(vary: Vary, isPublic: boolean, read: CacheableRead): Promise<Caller | undefined> {
    const identity = await this.#identify(read);
    if (identity === undefined || (identity === null && !isPublic)) return undefined;
    const varied = await this.#ask(vary, read.request, identity);
    if (varied === undefined) return undefined;
    return isPublic ? { key: callerKey(undefined, varied) } : this.#own(identity, varied);
  }

  /** The one identity that every function has; undefined when there is none that all have. */
  async #identify({ request, authorized }: CacheableRead): Promise<MizanIdentity | null | undefined> {
    if (!authorized.includes(undefined)) return this.#sameOf(authorized);
    try {
      const found = await this.identities.find(request);
      return this.#sameOf(authorized.map((identity) => (identity === undefined ? found : identity)));
    } catch {
      // A function that asks for the identity will say so itself.
      return undefined;
    }
  }

  #own(identity: MizanIdentity | null | undefined, varied: readonly string[]): Caller | undefined {
    if (!identity) return undefined;
    try {
      return { key: callerKey(identity, varied) };
    } catch (error) {
      this.#warnOfIdentity(error);
      return undefined;
    }
  }

  #sameOf(identities: readonly (MizanIdentity | null | undefined)[]): MizanIdentity | null | undefined {
    const [first] = identities;
    return identities.every((other) => other === first || this.#isSame(first, other)) ? first : undefined;
  }

  /** Whether two calls were made by one person, with the same rights and all else that functions see of him. */
  #isSame(one: MizanIdentity | null | undefined, other: MizanIdentity | null | undefined): boolean {
    const key = this.#own(one, none)?.key;
    return key !== undefined && key === this.#own(other, none)?.key;
  }

  async #ask(
    vary: Vary,
    request: object,
    identity: MizanIdentity | null,
  ): Promise<readonly string[] | undefined> {
    try {
      const varied = readVaried(await vary(request, identity));
      if (varied === undefined) this.#warn('it gave neither a text nor a list of texts');
      return varied;
    } catch (error) {
      this.#warn(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  // Once, not for each request: what is wrong is wrong for many.
  #warn(reason: string): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#logger.warn(`cache.vary failed, and such reads are not cached: ${reason}`);
  }

  #warnOfIdentity(error: unknown): void {
    if (this.#hasWarnedOfIdentity) return;
    this.#hasWarnedOfIdentity = true;
    const reason = error instanceof Error ? error.message : String(error);
    this.#logger.warn(
      `What is read for an identity is not cached when it cannot be told from others: ${reason}. Let \`identity\` return plain data.`,
    );
  }
}
