import { isThenable } from './is-thenable.js';
import type { MizanIdentity, ReadIdentity } from './mizan-identity.js';
import { readIdentity } from './read-identity.js';
import { readPassportUser } from './read-passport-user.js';

/** Finds whom the tokens of a request are for. */
export interface IdentityTokens {
  /** Undefined when the request brings none; rejects with `Unauthorized` when one that it brings is bad. */
  identify(request: object): Promise<MizanIdentity> | undefined;
}

interface Remembered {
  readonly user: unknown;
  readonly identity: MizanIdentity | null | Promise<MizanIdentity | null>;
}

/**
 * Answers "who calls?" for a request: a token that it brings says so before anything else; without one, the app's
 * `identity` option is asked, once per request.
 *
 * Several functions of a bundle share a request, and the guards of each may sign somebody in. So what was
 * found is only good while `request.user` stands as it stood then, and "nobody" is never remembered: the
 * guard of the next function may know the caller.
 */
export class IdentityResolver {
  readonly #read: ReadIdentity;
  readonly #tokens: IdentityTokens | undefined;
  readonly #bearers = new WeakMap<object, Promise<MizanIdentity>>();
  readonly #known = new WeakMap<object, Remembered>();
  readonly #assumed = new WeakMap<object, MizanIdentity | null>();

  constructor(read: ReadIdentity = readPassportUser, tokens?: IdentityTokens) {
    this.#read = read;
    this.#tokens = tokens;
  }

  /**
   * Whom the tokens of a request are for; undefined when it brings none. A transport asks this before anything else,
   * since a bad token refuses every call, also one that nobody would have been asked about.
   *
   * @throws Unauthorized when one that it brings is bad
   */
  resolveToken(request: object): Promise<MizanIdentity> | undefined {
    const known = this.#bearers.get(request);
    if (known !== undefined) return known;
    const bearer = this.#tokens?.identify(request);
    if (bearer !== undefined) this.#bearers.set(request, bearer);
    return bearer;
  }

  /**
   * @throws Unauthorized when the request brings a bad token
   * @throws whatever the `identity` option throws
   * @throws Error when what it returns is no identity: a broken option must not let anybody in
   */
  async resolve(request: object): Promise<MizanIdentity | null> {
    return this.find(request);
  }

  /** {@link resolve} where nothing has to be waited for that is not there yet. */
  find(request: object): MizanIdentity | null | Promise<MizanIdentity | null> {
    const assumed = this.#assumed.get(request);
    if (assumed !== undefined) return assumed;
    const bearer = this.resolveToken(request);
    if (bearer !== undefined) return bearer;
    const user: unknown = Reflect.get(request, 'user');
    const known = this.#known.get(request);
    if (known === undefined || known.user !== user) return this.#ask(request, user);
    const { identity } = known;
    if (!(identity instanceof Promise)) return identity ?? this.#ask(request, user);
    return identity.then((found) => found ?? this.#ask(request, user));
  }

  /** Says who calls, whatever guards and options say: for a request that never came over a wire. */
  assume(request: object, identity: MizanIdentity | null): void {
    this.#assumed.set(request, identity);
  }

  #ask(request: object, user: unknown): MizanIdentity | null | Promise<MizanIdentity | null> {
    const answer: unknown = this.#read(request);
    const identity = isThenable(answer) ? readLater(answer) : readIdentity(answer, 'identity');
    const entry = { user, identity };
    this.#known.set(request, entry);
    if (identity instanceof Promise) {
      identity.catch(() => {
        if (this.#known.get(request) === entry) this.#known.delete(request);
      });
    }
    return identity;
  }
}

async function readLater(answer: PromiseLike<unknown>): Promise<MizanIdentity | null> {
  return readIdentity(await answer, 'identity');
}
