import { jwtDefaults, mwtDefaults } from '@mizan/protocol/tokens';
import { MizanBootError } from '../errors/index.js';
import { findNoOptions, findTokenProblems } from './find-token-problems.js';
import { readJwtKeys, readMwtKeys, type TokenKeys } from './read-keys.js';
import { memoryRotation } from './rotation/memory-rotation.js';
import type { RotationStore } from './rotation/rotation-store.js';
import { requestSessions } from './session/request-sessions.js';
import type { TokenSessions } from './session/token-sessions.js';
import type { JwtOptions, MwtOptions, TokensOptions } from './tokens-options.js';

export interface MwtSettings {
  readonly keys: TokenKeys;
  readonly audience: string;
  /** Seconds. */
  readonly ttl: number;
  readonly isCurrent: MwtOptions['isCurrent'];
}

export interface JwtSettings {
  readonly keys: TokenKeys;
  /** Seconds, as is `refreshTtl`. */
  readonly accessTtl: number;
  readonly refreshTtl: number;
  /** Seconds from the obtain on. */
  readonly familyTtl: number;
  /** Undefined when refresh tokens do not rotate. */
  readonly rotationStore: RotationStore | undefined;
  /** Undefined for an app without sessions. */
  readonly sessions: TokenSessions | undefined;
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
const defaultFamilyTtl = 90 * 86_400;

/**
 * Reads the option `tokens`.
 *
 * @throws MizanBootError with everything that is wrong with it
 */
export function readTokenSettings(options: TokensOptions = {}): TokenSettings {
  const noOptions = findNoOptions(options);
  if (noOptions.length > 0) throw new MizanBootError(noOptions);
  const { mwt, jwt, clockTolerance = defaultClockTolerance, identity } = options;
  const mwtKeys = mwt && readMwtKeys(mwt);
  const jwtKeys = jwt && readJwtKeys(jwt);
  const problems = [findTokenProblems(options), mwtKeys?.problems ?? [], jwtKeys?.problems ?? []].flat();
  if (problems.length > 0) throw new MizanBootError(problems);
  return {
    mwt: mwt && mwtKeys?.keys && mwtSettings(mwt, mwtKeys.keys),
    jwt: jwt && jwtKeys?.keys && jwtSettings(jwt, jwtKeys.keys),
    clockTolerance,
    identity,
  };
}

function mwtSettings(options: MwtOptions, keys: TokenKeys): MwtSettings {
  const { audience = mwtDefaults.audience, ttl = mwtDefaults.ttl, isCurrent } = options;
  return { keys, audience, ttl, isCurrent };
}

function jwtSettings(options: JwtOptions, keys: TokenKeys): JwtSettings {
  const { accessTtl = jwtDefaults.accessTtl, refreshTtl = jwtDefaults.refreshTtl } = options;
  const { familyTtl = defaultFamilyTtl } = options;
  const { rotate = true, rotationStore = memoryRotation(), sessions = requestSessions() } = options;
  return {
    keys,
    accessTtl,
    refreshTtl,
    familyTtl,
    rotationStore: rotate ? rotationStore : undefined,
    sessions: sessions === false ? undefined : sessions,
  };
}
