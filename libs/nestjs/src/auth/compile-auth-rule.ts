import type { Type } from '@nestjs/common';
import { Forbidden, Unauthorized } from '../errors/index.js';
import type { MizanIdentity } from '../identity/index.js';
import {
  type AuthCall,
  type AuthPolicy,
  type AuthRule,
  type AuthWord,
  findAuthProblem,
  isAuthPolicy,
  isAuthWord,
  isPermissionRule,
  permissionsOf,
} from './auth-rule.js';
import { findPolicy } from './find-policy.js';

/**
 * Returns when the caller may.
 *
 * @throws Unauthorized when an identity is missing
 * @throws Forbidden when a right is missing or a predicate says no
 */
export type AuthCheck = (identity: MizanIdentity | null, call: AuthCall) => void | Promise<void>;

/**
 * The check that a rule stands for (PROTOCOL 4).
 *
 * @throws Error for something that is no rule
 */
export function compileAuthRule(rule: AuthRule): AuthCheck {
  if (isAuthWord(rule)) return (identity) => checkWord(rule, identity);
  if (isAuthPolicy(rule)) return checkPolicy(rule);
  if (isPermissionRule(rule)) return checkPermissions(permissionsOf(rule));
  const problem = findAuthProblem(rule, 'auth');
  if (problem !== undefined) throw new Error(`${problem.problem}. ${problem.fix}`);
  return async (identity, call) => requireYes(await rule(identity, call));
}

function checkWord(word: AuthWord, identity: MizanIdentity | null): void {
  if (identity === null) throw new Unauthorized();
  if (word === 'staff' && !identity.isStaff) throw new Forbidden();
  if (word === 'superuser' && !identity.isSuperuser) throw new Forbidden();
}

function checkPermissions(needed: readonly string[]): AuthCheck {
  return (identity) => {
    if (identity === null) throw new Unauthorized();
    if (!needed.every((permission) => identity.permissions.includes(permission))) throw new Forbidden();
  };
}

function checkPolicy(type: Type<AuthPolicy>): AuthCheck {
  return async (identity, { request, moduleRef }) => {
    const policy = await findPolicy(type, moduleRef, request);
    requireYes(await policy.allows(identity, request));
  };
}

// Only `true` is a yes: a predicate that forgets to return, or returns the record it found, lets nobody in.
function requireYes(answer: unknown): void {
  if (answer !== true) throw new Forbidden();
}
