import { inspect } from 'node:util';
import type { BootProblem } from '../errors/index.js';
import { isRecord } from '../input/is-record.js';
import { findIssueProblems } from './issue/find-issue-problems.js';
import type { JwtOptions, MwtOptions, TokensOptions } from './tokens-options.js';

/** By how many seconds clocks may be said to differ: more would make an expiry mean nothing. */
const maxClockTolerance = 60;

// Records, so that the compiler misses an option that is added.
const known: Readonly<Record<keyof TokensOptions, true>> = {
  mwt: true,
  jwt: true,
  clockTolerance: true,
  identity: true,
};
const knownOfMwt: Readonly<Record<keyof MwtOptions, true>> = {
  secret: true,
  ttl: true,
  audience: true,
  keyId: true,
  previousSecrets: true,
  isCurrent: true,
};
const knownOfJwt: Readonly<Record<keyof JwtOptions, true>> = {
  key: true,
  keyId: true,
  publicKey: true,
  previousKeys: true,
  accessTtl: true,
  refreshTtl: true,
  familyTtl: true,
  rotate: true,
  rotationStore: true,
  sessions: true,
};

/** What in the option `tokens` is no object of options: nothing else can be said of it then. */
export function findNoOptions(options: unknown): readonly BootProblem[] {
  if (!isRecord(options)) return [noObject('tokens', options, '{ mwt: { secret } }')];
  const { mwt, jwt } = options;
  return [
    ...(mwt === undefined || isRecord(mwt) ? [] : [noObject('tokens.mwt', mwt, '{ secret }')]),
    ...(jwt === undefined || isRecord(jwt) ? [] : [noObject('tokens.jwt', jwt, '{ key }')]),
  ];
}

/** What is wrong with the option `tokens`, apart from its keys. */
export function findTokenProblems(options: TokensOptions): readonly BootProblem[] {
  const { mwt, jwt, clockTolerance, identity } = options;
  return [
    ...findUnknown('tokens', options, known),
    ...(mwt === undefined ? [] : findMwtProblems(mwt)),
    ...(jwt === undefined ? [] : findJwtProblems(jwt)),
    ...findBadTolerance(clockTolerance),
    ...findNoFunction('tokens.identity', identity),
  ];
}

function findMwtProblems(mwt: MwtOptions): readonly BootProblem[] {
  return [
    ...findUnknown('tokens.mwt', mwt, knownOfMwt),
    ...findBadTtl('tokens.mwt.ttl', mwt.ttl),
    ...findNoText('tokens.mwt.audience', mwt.audience),
    ...findNoFunction('tokens.mwt.isCurrent', mwt.isCurrent),
  ];
}

function findJwtProblems(jwt: JwtOptions): readonly BootProblem[] {
  return [
    ...findUnknown('tokens.jwt', jwt, knownOfJwt),
    ...findBadTtl('tokens.jwt.accessTtl', jwt.accessTtl),
    ...findBadTtl('tokens.jwt.refreshTtl', jwt.refreshTtl),
    ...findBadTtl('tokens.jwt.familyTtl', jwt.familyTtl),
    ...findIssueProblems(jwt),
  ];
}

function noObject(where: string, value: unknown, example: string): BootProblem {
  // A text, or one in a list, may be a secret.
  const isTold = typeof value !== 'string' && !Array.isArray(value);
  const problem = isTold ? `it is ${inspect(value)}` : 'it is no object';
  return { where, problem, fix: `Give an object, as ${example}, or leave it out.` };
}

function findUnknown(
  where: string,
  options: object,
  names: Readonly<Record<string, true>>,
): readonly BootProblem[] {
  return Object.keys(options)
    .filter((name) => !Object.hasOwn(names, name))
    .map((name) => ({
      where,
      problem: `it has no option '${name}'`,
      fix: 'Leave it out, or correct its name.',
    }));
}

function findBadTtl(where: string, ttl: unknown): readonly BootProblem[] {
  if (ttl === undefined || (isWhole(ttl) && ttl > 0)) return [];
  return [{ where, problem: `it is ${inspect(ttl)}`, fix: 'Give whole seconds, at least one.' }];
}

function findBadTolerance(tolerance: unknown): readonly BootProblem[] {
  if (tolerance === undefined || (isWhole(tolerance) && tolerance <= maxClockTolerance)) return [];
  return [
    {
      where: 'tokens.clockTolerance',
      problem: `it is ${inspect(tolerance)}`,
      fix: `Give whole seconds from 0 to ${maxClockTolerance}; clocks that differ by more must be set.`,
    },
  ];
}

function findNoText(where: string, text: unknown): readonly BootProblem[] {
  if (text === undefined || (typeof text === 'string' && text !== '')) return [];
  return [{ where, problem: 'it is no text', fix: 'Give a text that is not empty, or leave it out.' }];
}

function findNoFunction(where: string, hook: unknown): readonly BootProblem[] {
  if (hook === undefined || typeof hook === 'function') return [];
  return [{ where, problem: 'it is no function', fix: 'Give a function, or leave it out.' }];
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
