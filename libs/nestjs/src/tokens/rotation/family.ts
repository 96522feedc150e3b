/** What both tokens of a pair say, from which they are made again when it must be answered twice. */
export interface TokenPair {
  /** Sealed; no two pairs have the same. */
  readonly sid: string;
  /** The text of the identity's id. */
  readonly id: string;
  readonly isStaff: boolean;
  readonly isSuperuser: boolean;
  /** Seconds since 1970. */
  readonly issuedAt: number;
}

/** The newest pair that came from an obtain, and those that it and its kind have just replaced, oldest first. */
export interface Family {
  readonly replaced: readonly ReplacedPair[];
  readonly current: TokenPair;
}

interface ReplacedPair {
  readonly pair: TokenPair;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** How long a token that was used may be used again: by a second tab, or when the answer was lost. */
const graceMs = 10_000;

// Nobody refreshes more often within the grace; the state must not grow with it.
const maxReplaced = 8;

/** What the use of a refresh token means for its family. */
export type Use =
  | { readonly kind: 'first'; readonly family: Family }
  | { readonly kind: 'again'; readonly answer: TokenPair }
  | { readonly kind: 'late' };

/**
 * Judges the use of a token of a family.
 *
 * @param sid that of the pair which the token belongs to
 * @param next the pair that it is to be replaced by, when this is its first use
 * @param now milliseconds since 1970
 */
export function judgeUse({ replaced, current }: Family, sid: string, next: TokenPair, now: number): Use {
  if (sid === current.sid) {
    const recent = [...replaced, { pair: current, at: now }].filter(({ at }) => isRecent(at, now));
    return { kind: 'first', family: { replaced: recent.slice(-maxReplaced), current: next } };
  }
  const index = replaced.findIndex(({ pair }) => pair.sid === sid);
  const used = replaced[index];
  if (used === undefined || !isRecent(used.at, now)) return { kind: 'late' };
  return { kind: 'again', answer: replaced[index + 1]?.pair ?? current };
}

// Another process may have written it: by a clock that is ahead, a used token must not be good for longer.
function isRecent(at: number, now: number): boolean {
  return Math.abs(now - at) <= graceMs;
}

export function writeFamily(family: Family): string {
  return JSON.stringify(family);
}

/** @throws Error for a text that {@link writeFamily} has not written */
export function readFamily(text: string): Family {
  const family: unknown = JSON.parse(text);
  if (isFamily(family)) return family;
  throw new Error('The rotation store holds something that is no family of refresh tokens');
}

function isFamily(value: unknown): value is Family {
  if (typeof value !== 'object' || value === null) return false;
  const { replaced, current } = value as { readonly [Key in keyof Family]?: unknown };
  return isPair(current) && Array.isArray(replaced) && replaced.every(isReplaced);
}

function isReplaced(value: unknown): value is ReplacedPair {
  if (typeof value !== 'object' || value === null) return false;
  const { pair, at } = value as { readonly [Key in keyof ReplacedPair]?: unknown };
  return isPair(pair) && typeof at === 'number';
}

function isPair(value: unknown): value is TokenPair {
  if (typeof value !== 'object' || value === null) return false;
  const { sid, id, isStaff, isSuperuser, issuedAt } = value as {
    readonly [Key in keyof TokenPair]?: unknown;
  };
  return (
    typeof sid === 'string' &&
    typeof id === 'string' &&
    typeof isStaff === 'boolean' &&
    typeof isSuperuser === 'boolean' &&
    typeof issuedAt === 'number'
  );
}
