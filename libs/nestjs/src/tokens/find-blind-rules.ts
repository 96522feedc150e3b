import { readAuthRule } from '../auth/auth.decorator.js';
import { isPermissionRule } from '../auth/auth-rule.js';
import type { FunctionRecord } from '../discover/function-record.js';
import type { TokenSettings } from './token-settings.js';

/**
 * Functions that ask for permissions in an app whose tokens bring none: whoever calls them with a token is refused. A
 * warning, since a session may bring them.
 */
export function findBlindRules(
  records: Iterable<FunctionRecord>,
  { mwt, jwt, identity }: TokenSettings,
): readonly string[] {
  if (identity !== undefined || (mwt === undefined && jwt === undefined)) return [];
  const blind = [...records].filter(({ method, hostClass }) =>
    isPermissionRule(readAuthRule(method, hostClass)),
  );
  if (blind.length === 0) return [];
  const names = blind.map(({ name }) => `"${name}"`).join(', ');
  return [
    `${names} ask for permissions, which tokens do not carry: whoever brings a token is refused. Give \`tokens.identity\`, which loads them.`,
  ];
}
