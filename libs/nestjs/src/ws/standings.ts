import { Logger } from '@nestjs/common';
import { callerKey } from '../cache/caller-key.js';
import { BadToken, Unauthorized } from '../errors/index.js';
import { type MizanIdentity, permissionKeyOf } from '../identity/index.js';
import type { Admission } from './admit.js';
import { closeCode } from './close-code.js';
import type { Connection } from './connection.js';
import type { FrameRequests } from './frame-requests.js';
import { within } from './within.js';

type Identify = () => Promise<MizanIdentity | null>;

/** Who was at a socket when it began to listen. */
interface Standing {
  readonly admission: Admission;
  /** Undefined until the first answer is there. */
  who: { readonly id: MizanIdentity['id'] | undefined; readonly key: string } | undefined;
  /** Whether it was to be looked at before that: the first answer may be from before a sign-out. */
  isDoubted: boolean;
  /** How often in a row it could not be found out. */
  failures: number;
}

interface Answer {
  readonly identity: MizanIdentity | null;
  /** Whether it is who was there before. */
  readonly isSame: boolean;
}

/** Once is a hiccup of a session store; twice in a row, nobody knows who is told. */
const maxFailures = 2;

/** Who is at the sockets that listen, and whether they still are who they were when they began to. */
export class Standings {
  readonly #logger = new Logger('Mizan');
  readonly #standings = new Map<Connection, Standing>();

  /** @param patience seconds that a look may take */
  constructor(
    private readonly requests: FrameRequests,
    private readonly patience: number,
  ) {}

  /**
   * Finds out who a frame is from that has the socket listen. The first such frame says whose socket it is; it is closed
   * when a later one is of somebody else.
   *
   * @throws what `identify` throws
   * @throws Unauthorized when it is somebody else
   */
  async confirm(
    connection: Connection,
    admission: Admission,
    identify: Identify,
  ): Promise<MizanIdentity | null> {
    const standing = this.#of(connection, admission);
    const { identity, isSame } = await this.#ask(standing, identify);
    if (standing.isDoubted) {
      standing.isDoubted = false;
      void this.check(connection);
    }
    if (isSame) return identity;
    this.#close(connection);
    throw new Unauthorized('Somebody else is at this socket now: connect again');
  }

  /** The sockets that listen. */
  get listening(): readonly Connection[] {
    return [...this.#standings.keys()].filter(({ isListening }) => isListening);
  }

  /** The sockets where this identity may be, also those that are about to listen. Ids of tokens are texts. */
  of(id: MizanIdentity['id']): readonly Connection[] {
    return [...this.#standings].flatMap(([connection, { who }]) =>
      who === undefined || String(who.id) === String(id) ? connection : [],
    );
  }

  /**
   * Looks whether a socket is still who it was, and closes it when it is not. Where that is being found out for the
   * first time, it looks after that, and nobody waits. Never rejects.
   *
   * @returns how it was opened, when it is
   */
  async check(connection: Connection): Promise<Admission | undefined> {
    const standing = this.#standings.get(connection);
    if (standing === undefined || !connection.isOpen) return undefined;
    const { who, admission } = standing;
    if (who === undefined) {
      standing.isDoubted = true;
      return undefined;
    }
    try {
      const key = await within(this.patience, this.#look(admission));
      standing.failures = 0;
      if (key === who.key) return admission;
      this.#close(connection);
    } catch (error) {
      this.#fail(connection, standing, error);
    }
    return undefined;
  }

  /** A socket has closed. */
  leave(connection: Connection): void {
    this.#standings.delete(connection);
  }

  async #look(admission: Admission): Promise<string> {
    const { request } = this.requests.open(admission);
    await this.requests.checkToken(request);
    return keyOf(await this.requests.identifyAny(request));
  }

  async #ask(standing: Standing, identify: Identify): Promise<Answer> {
    const identity = await identify();
    const key = keyOf(identity);
    standing.who ??= { id: identity?.id, key };
    return { identity, isSame: standing.who.key === key };
  }

  #of(connection: Connection, admission: Admission): Standing {
    const known = this.#standings.get(connection);
    if (known !== undefined) return known;
    const standing: Standing = { admission, who: undefined, isDoubted: false, failures: 0 };
    // One that is closed already would never be let go of.
    if (connection.isOpen) this.#standings.set(connection, standing);
    return standing;
  }

  #fail(connection: Connection, standing: Standing, error: unknown): void {
    if (error instanceof BadToken) return this.#close(connection);
    this.#logger.error(error);
    standing.failures += 1;
    if (standing.failures < maxFailures) return;
    connection.close(closeCode.unexpected, 'Who is at this socket could not be found out');
  }

  #close(connection: Connection): void {
    connection.close(closeCode.identityChanged, 'Somebody else is at this socket now');
  }
}

/** A text that is another one for another identity, and for other rights of the same. */
function keyOf(identity: MizanIdentity | null): string {
  if (identity === null) return '';
  try {
    return callerKey(identity, []) ?? '';
  } catch {
    // What it holds beside its rights has no text.
    return JSON.stringify([identity.id, permissionKeyOf(identity)]);
  }
}
