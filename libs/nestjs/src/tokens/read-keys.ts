import { KeyObject } from 'node:crypto';
import { mwtDefaults, type TokenKey } from '@mizan/protocol/tokens';
import type { BootProblem } from '../errors/index.js';
import { parseKey } from './parse-key.js';
import type { JwtOptions, KeySource, MwtOptions, PreviousKey } from './tokens-options.js';

/** Keys of one kind of token: the first one signs, all verify. */
export type TokenKeys = readonly [TokenKey, ...TokenKey[]];

/** What came of reading the keys of one kind. */
export interface ReadKeys {
  /** Undefined when the first one could not be read. */
  readonly keys: TokenKeys | undefined;
  readonly problems: readonly BootProblem[];
}

type KeyRead = TokenKey | BootProblem;

export function readMwtKeys({
  secret,
  keyId = mwtDefaults.keyId,
  previousSecrets = [],
}: MwtOptions): ReadKeys {
  const current = readSecret('tokens.mwt.secret', secret, keyId);
  const previous = readEach('tokens.mwt.previousSecrets', previousSecrets, (where, entry) => {
    // A variable of the environment that is not set is neither, nor is null.
    if (typeof entry !== 'object' || entry === null) return readSecret(where, entry, keyId);
    return readSecret(where, entry.secret, entry.keyId);
  });
  return collect(current, previous);
}

export function readJwtKeys({ key, keyId, publicKey, previousKeys = [] }: JwtOptions): ReadKeys {
  const current = signing('tokens.jwt.key', readKey('tokens.jwt.key', key, keyId));
  return collect(current, [
    ...(publicKey === undefined ? [] : findOtherHalf(publicKey, current)),
    ...readEach('tokens.jwt.previousKeys', previousKeys, (where, previous) => {
      const { key: source, keyId: name } = isNamed(previous) ? previous : { key: previous };
      return readKey(where, source, name);
    }),
  ]);
}

// What JavaScript may give is wider than the type.
function readEach<Entry>(
  where: string,
  entries: readonly Entry[],
  read: (where: string, entry: Entry) => KeyRead,
): readonly KeyRead[] {
  if (Array.isArray(entries)) return entries.map((entry: Entry, index) => read(`${where}[${index}]`, entry));
  return [{ where, problem: 'it is no list', fix: 'Give a list, or leave it out.' }];
}

function readSecret(where: string, secret: unknown, keyId: string): KeyRead {
  if (secret === undefined) return missing(where, 'Give a secret as text.');
  if (typeof secret !== 'string') return { where, problem: 'it is no text', fix: 'Give a secret as text.' };
  const read = readKey(where, secret, keyId);
  if (isProblem(read) || read.alg === 'HS256') return read;
  return { where, problem: 'it is a key and no secret', fix: 'MWTs are signed by HS256: give a secret.' };
}

function readKey(where: string, source: KeySource | undefined, keyId: string | undefined): KeyRead {
  if (source === undefined) return missing(where, 'Give the text of a secret, a PEM or a JWK.');
  const parsed = parseKey(source, keyId);
  return parsed.kind === 'key' ? parsed.key : { where, problem: parsed.problem, fix: parsed.fix };
}

function missing(where: string, fix: string): BootProblem {
  return { where, problem: 'it is undefined (is the environment variable set?)', fix };
}

function signing(where: string, read: KeyRead): KeyRead {
  if (isProblem(read) || read.signing !== undefined) return read;
  return {
    where,
    problem: 'it is a public key, which cannot sign',
    fix: 'Give the private one; a public key of another time goes to previousKeys.',
  };
}

// Nothing is read from the public half: it only must not be another key's.
function findOtherHalf(publicKey: KeySource, current: KeyRead): readonly BootProblem[] {
  const where = 'tokens.jwt.publicKey';
  const given = readKey(where, publicKey, undefined);
  if (isProblem(given)) return [given];
  if (isProblem(current) || isPublicHalf(given, current)) return [];
  return [
    {
      where,
      problem: 'it is not the public half of tokens.jwt.key',
      fix: 'Give the one that belongs to it.',
    },
  ];
}

function isPublicHalf(given: TokenKey, current: TokenKey): boolean {
  // A secret or a private key is no public half, though it may verify.
  if (given.signing !== undefined) return false;
  const [one, other] = [publicText(given), publicText(current)];
  return one !== undefined && one === other;
}

// Not by `equals`: of two kinds of keys it leaves an error behind in OpenSSL, which the next key that is read meets.
function publicText({ verifying }: TokenKey): string | undefined {
  if (!(verifying instanceof KeyObject) || verifying.type !== 'public') return undefined;
  return verifying.export({ type: 'spki', format: 'pem' }).toString();
}

function isNamed(previous: KeySource | PreviousKey): previous is PreviousKey {
  return typeof previous === 'object' && previous !== null && 'key' in previous;
}

function isProblem(read: KeyRead): read is BootProblem {
  return 'problem' in read;
}

function isKey(read: KeyRead): read is TokenKey {
  return !isProblem(read);
}

function collect(current: KeyRead, others: readonly KeyRead[]): ReadKeys {
  const problems = [current, ...others].filter(isProblem);
  return { keys: isProblem(current) ? undefined : [current, ...others.filter(isKey)], problems };
}
