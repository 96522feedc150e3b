/**
 * Why a token is refused. For logs: whoever sent it learns only that it is not valid.
 *
 * - `oversized`: longer than any token may be
 * - `malformed`: not three parts of canonical base64url, or no JSON object as PROTOCOL 10 writes it (so neither spaces
 *   nor a name twice)
 * - `header`: members that a token does not have, such as `crit`, or none that it has
 * - `key`: it names a key that is not known, or none where one is asked for
 * - `algorithm`: not that of its key
 * - `signature`: not made with its key, or changed since
 * - `claims`: one is missing or of a wrong type
 * - `audience`, `type`: for something else
 * - `early`: not valid yet; `expired`: not any more
 */
export type TokenRefusal =
  | 'oversized'
  | 'malformed'
  | 'header'
  | 'key'
  | 'algorithm'
  | 'signature'
  | 'claims'
  | 'audience'
  | 'type'
  | 'early'
  | 'expired';

/** What came of a token. */
export type TokenVerdict<Claims> =
  | { readonly kind: 'verified'; readonly claims: Claims }
  | { readonly kind: 'refused'; readonly reason: TokenRefusal };

export function refuse(reason: TokenRefusal): { readonly kind: 'refused'; readonly reason: TokenRefusal } {
  return { kind: 'refused', reason };
}
