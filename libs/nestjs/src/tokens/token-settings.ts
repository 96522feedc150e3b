import { jwtDefaults, mwtDefaults, type TokenKey } from '@mizan/protocol/tokens';
import { type BootProblem, MizanBootError } from '../errors/index.js';
import { findTokenProblems } from './find-token-problems.js';
import { type ReadKeys, readJwtKeys, readMwtKeys } from './read-keys.js';
import type { JwtOptions, MwtOptions, TokensOptions } from './tokens-options.js';

export interface MwtSettings {
  /** The first one signs, all verify. */
  readonly keys: readonly TokenKey[];
  readonly audience: string;
  /** Seconds. */
  readonly ttl: number;
  readonly isCurrent: MwtOptions['isCurrent'];
}

export interface JwtSettings {
  /** The first one signs, all verify. */
  readonly keys: readonly TokenKey[];
  /** Seconds, as is `refreshTtl`. */
  readonly accessTtl: number;
  readonly refreshTtl: number;
}

/** The option `tokens` as it is used: keys read, defaults filled in. A kind that is not configured is undefined. */
export interface TokenSettings {
  readonly mwt: MwtSettings | undefined;
  readonly jwt: JwtSettings | undefined;
  /** Seconds. */
  readonly clockTolerance: number;
  readonly identity: TokensOptions['identity'];
}

/** Provides the {@link TokenSettings}. */
export const tokenSettingsToken = Symbol('mizan.tokens');

const defaultClockTolerance = 5;

/**
 * Reads the option `tokens`.
 *
 * @throws MizanBootError with everything that is wrong with it
 */
export function readTokenSettings(options: TokensOptions = {}): TokenSettings {
  const { mwt, jwt, clockTolerance = defaultClockTolerance, identity } = options;
  const problems: BootProblem[] = [...findTokenProblems(options)];
  const settings: TokenSettings = {
    mwt: mwt === undefined ? undefined : mwtSettings(mwt, note(readMwtKeys(mwt), problems)),
    jwt: jwt === undefined ? undefined : jwtSettings(jwt, note(readJwtKeys(jwt), problems)),
    clockTolerance,
    identity,
  };
  if (problems.length > 0) throw new MizanBootError(problems);
  return settings;
}

function note({ keys, problems }: ReadKeys, all: BootProblem[]): readonly TokenKey[] {
  all.push(...problems);
  return keys;
}

function mwtSettings(options: MwtOptions, keys: readonly TokenKey[]): MwtSettings {
  const { audience = mwtDefaults.audience, ttl = mwtDefaults.ttl, isCurrent } = options;
  return { keys, audience, ttl, isCurrent };
}

function jwtSettings(options: JwtOptions, keys: readonly TokenKey[]): JwtSettings {
  const { accessTtl = jwtDefaults.accessTtl, refreshTtl = jwtDefaults.refreshTtl } = options;
  return { keys, accessTtl, refreshTtl };
}
