import type { MizanIdentity, ReadIdentity } from './mizan-identity.js';
import { readPassportUser } from './read-passport-user.js';

interface Remembered {
  readonly user: unknown;
  readonly identity: Promise<MizanIdentity | null>;
}

/**
 * Answers "who calls?" for a request, and asks the app's `identity` option once per request for it.
 *
 * Several functions of a bundle share a request, and the guards of each may sign somebody in. So what was
 * found is only good while `request.user` stands as it stood then, and "nobody" is never remembered: the
 * guard of the next function may know the caller.
 */
export class IdentityResolver {
  readonly #read: ReadIdentity;
  readonly #known = new WeakMap<object, Remembered>();
  readonly #assumed = new WeakMap<object, MizanIdentity | null>();

  constructor(read: ReadIdentity = readPassportUser) {
    this.#read = read;
  }

  /**
   * @throws whatever the `identity` option throws
   * @throws Error when what it returns is no identity: a broken option must not let anybody in
   */
  async resolve(request: object): Promise<MizanIdentity | null> {
    const assumed = this.#assumed.get(request);
    if (assumed !== undefined) return assumed;
    const user: unknown = Reflect.get(request, 'user');
    const known = this.#known.get(request);
    if (known !== undefined && known.user === user) {
      const identity = await known.identity;
      if (identity !== null) return identity;
    }
    const identity = this.#ask(request);
    const entry = { user, identity };
    this.#known.set(request, entry);
    identity.catch(() => {
      if (this.#known.get(request) === entry) this.#known.delete(request);
    });
    return identity;
  }

  /** Says who calls, whatever guards and options say: for a request that never came over a wire. */
  assume(request: object, identity: MizanIdentity | null): void {
    this.#assumed.set(request, identity);
  }

  async #ask(request: object): Promise<MizanIdentity | null> {
    const identity: unknown = await this.#read(request);
    if (identity === null || identity === undefined) return null;
    if (isIdentity(identity)) return identity;
    throw new Error(
      'The option `identity` of MizanModule returned neither null nor { id: string | number, isStaff: boolean, isSuperuser: boolean, permissions: string[] }',
    );
  }
}

function isIdentity(value: unknown): value is MizanIdentity {
  if (typeof value !== 'object' || value === null) return false;
  const { id, isStaff, isSuperuser, permissions } = value as {
    readonly [Key in keyof MizanIdentity]?: unknown;
  };
  return (
    ((typeof id === 'string' && id !== '') || (typeof id === 'number' && Number.isFinite(id))) &&
    typeof isStaff === 'boolean' &&
    typeof isSuperuser === 'boolean' &&
    Array.isArray(permissions) &&
    permissions.every((entry) => typeof entry === 'string')
  );
}
