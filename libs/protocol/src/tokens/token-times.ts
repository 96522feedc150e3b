import type { TokenRefusal } from './token-verdict.js';

/** How the clock counts when a token is read. */
export interface TokenClock {
  /** Seconds since 1970. @default now */
  readonly now?: number | undefined;
  /** Seconds by which clocks may differ. @default 0 */
  readonly clockTolerance?: number | undefined;
}

export interface TokenTimes {
  readonly iat: number;
  readonly nbf?: number;
  readonly exp: number;
}

/** Seconds since 1970, whole. */
export function currentTime(): number {
  return Math.floor(Date.now() / 1000);
}

/** The times of a token that is made now and is valid for `ttl` seconds. */
export function timesFrom(now: number, ttl: number): { readonly iat: number; readonly exp: number } {
  if (!isTime(now) || !isTime(ttl) || ttl === 0) {
    throw new RangeError('A token is made at a whole second and is valid for one or more');
  }
  return { iat: now, exp: now + ttl };
}

/** Valid while nbf ≤ now < exp (PROTOCOL 10). One that was issued in the future is not yet valid either. */
export function findTimeRefusal(
  { iat, nbf = iat, exp }: TokenTimes,
  { now = currentTime(), clockTolerance = 0 }: TokenClock,
): TokenRefusal | undefined {
  if (Math.max(iat, nbf) > now + clockTolerance) return 'early';
  return now - clockTolerance >= exp ? 'expired' : undefined;
}

export function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
