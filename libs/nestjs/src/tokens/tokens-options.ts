import type { JsonWebKeyInput } from 'node:crypto';
import type { JwtClaims, MwtClaims } from '@mizan/protocol/tokens';
import type { MizanIdentity } from '../identity/index.js';
import type { RotationStore } from './rotation/rotation-store.js';
import type { TokenSessions } from './session/token-sessions.js';

/** A JWK as `node:crypto` takes it, whose types have no one name for it in all versions, and know no `kid` in some. */
export type JsonWebKey = JsonWebKeyInput['key'] & { readonly kid?: string };

/**
 * A key: the text of a secret (at least 32 bytes) for HS256; or a PEM, or a JWK, of which the type says the algorithm:
 * RSA (from 2048 bits on) is RS256, the curve P-256 ES256, Ed25519 EdDSA, `oct` HS256.
 */
export type KeySource = string | JsonWebKey;

/** What a verified token says, and of which kind it is. */
export type TokenClaims = ({ readonly kind: 'mwt' } & MwtClaims) | ({ readonly kind: 'jwt' } & JwtClaims);

/** Finds whom a token is for. `null`: nobody any more, and the request is refused. */
export type LoadTokenIdentity = (claims: TokenClaims) => MizanIdentity | null | Promise<MizanIdentity | null>;

/** An older key that still verifies, with the name that its tokens give it. */
export interface PreviousSecret {
  readonly secret: string;
  readonly keyId: string;
}

/** An older key that still verifies. A public one is enough for access tokens; refreshing takes the private one. */
export interface PreviousKey {
  readonly key: KeySource;
  /** @default the `kid` of a JWK, else none */
  readonly keyId?: string;
}

/** Tokens in the header `X-Mizan-Token`, by HS256. */
export interface MwtOptions {
  /** Signs them; at least 32 bytes, made at random. All processes that answer for one site have the same. */
  readonly secret: string;
  /**
   * How long one is valid, in whole seconds.
   * @default 300
   */
  readonly ttl?: number;
  /**
   * Who they are for; tokens of another audience are refused.
   * @default 'mizan'
   */
  readonly audience?: string;
  /**
   * The name of the secret in tokens (`kid`). Change it with the secret.
   * @default 'v1'
   */
  readonly keyId?: string;
  /**
   * Older secrets whose tokens are still taken, for one `ttl` after a change. A text alone has the present `keyId`.
   * @default none
   */
  readonly previousSecrets?: readonly (string | PreviousSecret)[];
  /**
   * Whether the rights that a token was made for are still those of its holder; no refuses it. Asked once for each
   * request, after `tokens.identity`. What that gives has a key to compare with: `permissionKeyOf(identity) === pkey`.
   * @default every token is current until it expires
   */
  readonly isCurrent?: (identity: MizanIdentity, pkey: string) => boolean | Promise<boolean>;
}

/** Tokens in the header `Authorization: Bearer`. */
export interface JwtOptions {
  /** Signs them: a secret or a private key. Its type fixes the algorithm. */
  readonly key: KeySource;
  /**
   * The name of the key in tokens (`kid`).
   * @default the `kid` of a JWK, else none
   */
  readonly keyId?: string;
  /**
   * The public half of `key`, when it is kept beside it: another one is refused at boot.
   * @default taken from `key`
   */
  readonly publicKey?: KeySource;
  /**
   * Older keys whose tokens are still taken, by their `kid` where they have one.
   * @default none
   */
  readonly previousKeys?: readonly (KeySource | PreviousKey)[];
  /**
   * How long an access token is valid, in whole seconds.
   * @default 300
   */
  readonly accessTtl?: number;
  /**
   * How long a refresh token is valid, in whole seconds.
   * @default 604_800
   */
  readonly refreshTtl?: number;
  /**
   * For how long after `jwt_obtain` its tokens can be refreshed, in whole seconds: then one has to obtain anew.
   * @default 7_776_000, 90 days
   */
  readonly familyTtl?: number;
  /**
   * Whether a refresh token is good once: used again within 10 seconds it answers as before, later it ends every token
   * that came from the same `jwt_obtain`. Without it, a stolen one is good until it expires or its session ends, and
   * refreshing does not prolong it: one has to obtain anew after each `refreshTtl`.
   * @default true
   */
  readonly rotate?: boolean;
  /**
   * Where it is kept which refresh tokens were used.
   * @default in the memory of this process. More processes need one that they share: `redisRotation`
   */
  readonly rotationStore?: RotationStore;
  /**
   * The sessions that tokens are bound to; `false` for an app that has none: then only `tokens.identity` can end them
   * before `familyTtl` is over.
   * @default those of express-session and of @fastify/session
   */
  readonly sessions?: TokenSessions | false;
}

/** Which tokens say who calls. A kind that is not configured is not looked at: its header is the app's own. */
export interface TokensOptions {
  readonly mwt?: MwtOptions;
  readonly jwt?: JwtOptions;
  /**
   * By how many whole seconds the clocks of those who make and read tokens may differ; at most 60.
   * @default 5
   */
  readonly clockTolerance?: number;
  /**
   * Loads whom a token is for, once for each request, so that rules see permissions. The id must be that of the token, as
   * text: anybody else is refused.
   * @default what the token says: the id as text, both flags, no permissions
   */
  readonly identity?: LoadTokenIdentity;
}
