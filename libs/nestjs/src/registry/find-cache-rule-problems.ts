import { inspect } from 'node:util';
import { type CacheRule, toCacheRule } from '../declare/cache-rule.js';
import type { FunctionRecord } from '../discover/function-record.js';
import { readRequestUses } from '../discover/read-request-uses.js';
import type { BootProblem } from '../errors/index.js';

// A record, so that the compiler misses one that is added.
const known: Readonly<Record<keyof CacheRule, true>> = { ttl: true, scope: true, dependsOnRequest: true };

/** What is wrong with the option `cache` of a function. */
export function findCacheRuleProblems(record: FunctionRecord): readonly BootProblem[] {
  const where = `${record.className}.${record.methodName}`;
  // Unchecked: not everybody compiles with types.
  const cache: unknown = record.metadata.cache;
  if (cache === undefined || cache === false) return [];
  const found =
    typeof cache === 'object' && cache !== null ? findInRule({ ...cache }, record) : findInTtl(cache);
  // What says "never" is true of a function without a context too.
  const isIdle = record.metadata.context === undefined && toCacheRule(record.metadata.cache).ttl !== 0;
  if (found.length === 0 && isIdle) return [{ where, ...withoutContext }];
  return found.map((problem) => ({ where, ...problem }));
}

type Finding = Omit<BootProblem, 'where'>;

// Only what a context answers is kept: a rule beside no context would silently do nothing.
const withoutContext: Finding = {
  problem: 'its option `cache` does nothing, since it is in no context',
  fix: 'Give it `context`, or drop `cache`.',
};

function findInTtl(ttl: unknown): readonly Finding[] {
  if (Number.isSafeInteger(ttl) && Number(ttl) >= 0) return [];
  return [{ problem: `cache is ${inspect(ttl)}`, fix: 'Give whole seconds, or false for never.' }];
}

function findInRule(rule: Readonly<Record<string, unknown>>, record: FunctionRecord): readonly Finding[] {
  const { ttl, scope, dependsOnRequest } = rule;
  const findings: Finding[] = Object.keys(rule)
    .filter((name) => !Object.hasOwn(known, name))
    .map((name) => ({
      problem: `its option \`cache\` has no member '${name}'`,
      fix: 'Leave it out, or correct its name.',
    }));
  if (ttl !== undefined) findings.push(...findInTtl(ttl));
  if (scope !== undefined && scope !== 'public') {
    findings.push({
      problem: `cache.scope is ${inspect(scope)}`,
      fix: "Say 'public', or leave it out: answers are kept for each identity then.",
    });
  }
  if (dependsOnRequest !== undefined && dependsOnRequest !== false) {
    findings.push({
      problem: `cache.dependsOnRequest is ${inspect(dependsOnRequest)}`,
      fix: 'Say false, or leave it out: a function that reads the request is not cached then.',
    });
  }
  return scope === 'public' ? [...findings, ...findInPublic(record)] : findings;
}

function findInPublic(record: FunctionRecord): readonly Finding[] {
  if (!readRequestUses(record).identity) return [];
  return [
    {
      problem: 'it takes @Identity(), and its answer is cached as the same for everybody',
      fix: "Drop `cache: { scope: 'public' }`, or the parameter.",
    },
  ];
}
