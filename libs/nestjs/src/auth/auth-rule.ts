import { inspect } from 'node:util';
import type { Type } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import type { BootProblem } from '../errors/index.js';
import type { MizanIdentity } from '../identity/index.js';

/** `true` is `'required'`. A superuser is not thereby staff. */
export type AuthWord = true | 'required' | 'staff' | 'superuser';

/**
 * Whoever has this permission, or all of these. Nothing else stands for one: a superuser who lacks it may not either.
 */
export interface PermissionRule {
  readonly permission: string | readonly string[];
}

export interface AuthCall {
  /** The transport's request object. */
  readonly request: object;
  /** Of the module that holds the function. */
  readonly moduleRef: ModuleRef;
}

/** Whether the caller may. Nobody (`null`) is asked about too. Throw `Forbidden` to refuse with a message. */
export type AuthPredicate = (identity: MizanIdentity | null, call: AuthCall) => boolean | Promise<boolean>;

/** The same as an injectable class, of any scope. It need not be listed as a provider. */
export interface AuthPolicy {
  allows(identity: MizanIdentity | null, request: object): boolean | Promise<boolean>;
}

/** Who may call (PROTOCOL 4). A missing identity is 401, a missing right 403, a predicate's no always 403. */
export type AuthRule = AuthWord | PermissionRule | AuthPredicate | Type<AuthPolicy>;

/** What is wrong with a rule, if the compiler was not there to see it. */
export function findAuthProblem(rule: unknown, where: string): BootProblem | undefined {
  if (isAuthWord(rule) || isAuthPolicy(rule)) return undefined;
  if (typeof rule === 'object' && rule !== null) return findPermissionProblem(rule, where);
  if (typeof rule !== 'function') return unknownRule(rule, where);
  if (!isClass(rule)) return undefined;
  return {
    where,
    problem: `auth names the class ${rule.name}, which has no method allows()`,
    fix: 'Write allows(identity, request) as a method of it; a property that holds a function is not seen.',
  };
}

export function isAuthWord(rule: unknown): rule is AuthWord {
  return rule === true || rule === 'required' || rule === 'staff' || rule === 'superuser';
}

export function isPermissionRule(rule: unknown): rule is PermissionRule {
  return typeof rule === 'object' && rule !== null && findPermissionProblem(rule, '') === undefined;
}

/** The permissions that a rule asks for. */
export function permissionsOf({ permission }: PermissionRule): readonly string[] {
  return typeof permission === 'string' ? [permission] : permission;
}

export function isAuthPolicy(rule: unknown): rule is Type<AuthPolicy> {
  return typeof rule === 'function' && typeof rule.prototype?.allows === 'function';
}

function findPermissionProblem(rule: object, where: string): BootProblem | undefined {
  const { permission, ...others }: { readonly permission?: unknown } = rule;
  if (permission === undefined || Object.keys(others).length > 0) return unknownRule(rule, where);
  const all: readonly unknown[] = Array.isArray(permission) ? permission : [permission];
  if (all.length > 0 && all.every(isPermission)) return undefined;
  return {
    where,
    problem: `auth asks for the permission ${inspect(permission)}`,
    fix: "Name one as text, such as { permission: 'ticket.close' }, or a list of those that are all needed.",
  };
}

function isPermission(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.trim() === value;
}

function isClass(rule: object): boolean {
  return /^class\b/.test(Function.prototype.toString.call(rule));
}

function unknownRule(rule: unknown, where: string): BootProblem {
  return {
    where,
    problem: `auth ${inspect(rule)} is no rule`,
    fix: "Use true, 'required', 'staff', 'superuser', { permission: 'name' }, a predicate function or a class with allows().",
  };
}
