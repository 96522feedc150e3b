import { readAuthRule } from '../auth/auth.decorator.js';
import { isPermissionRule } from '../auth/auth-rule.js';
import type { FunctionRecord } from '../discover/function-record.js';
import type { TokenSettings } from './token-settings.js';

/**
 * What cannot see the permissions that it is to judge by, in an app whose tokens bring none. Warnings, since a session may
 * bring them, and a hook may look them up by itself.
 */
export function findBlindRules(
  records: Iterable<FunctionRecord>,
  settings: TokenSettings,
): readonly string[] {
  const { mwt, jwt, identity } = settings;
  if (identity !== undefined || (mwt === undefined && jwt === undefined)) return [];
  return [...findBlindFunctions(records), ...(mwt?.isCurrent === undefined ? [] : [blindHook])];
}

const blindHook =
  'tokens.mwt.isCurrent is given and `tokens.identity` is not: what it is asked about is made from the token itself, with the key of the token, so comparing the two refuses nothing. Give `tokens.identity`, which loads the rights of now.';

function findBlindFunctions(records: Iterable<FunctionRecord>): readonly string[] {
  const blind = [...records].filter(({ method, hostClass }) =>
    isPermissionRule(readAuthRule(method, hostClass)),
  );
  if (blind.length === 0) return [];
  const names = blind.map(({ name }) => `"${name}"`).join(', ');
  return [
    `${names} ask for permissions, which tokens do not carry: whoever brings a token is refused. Give \`tokens.identity\`, which loads them.`,
  ];
}
