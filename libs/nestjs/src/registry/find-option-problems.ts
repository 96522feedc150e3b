import { readAuthRule } from '../auth/auth.decorator.js';
import { findAuthProblem } from '../auth/auth-rule.js';
import type { FunctionMetadata } from '../declare/function-metadata.js';
import type { FunctionRecord } from '../discover/function-record.js';
import type { BootProblem } from '../errors/index.js';
import { findCacheRuleProblems } from './find-cache-rule-problems.js';

// A record, so that the compiler misses one that is added.
const known: Readonly<Record<keyof FunctionMetadata, true>> = {
  name: true,
  description: true,
  context: true,
  affects: true,
  merge: true,
  auth: true,
  private: true,
  websocket: true,
  rev: true,
  cache: true,
  input: true,
  output: true,
  hollow: true,
  form: true,
};

/** What is wrong with the options of a function by themselves. */
export function findOptionProblems(record: FunctionRecord): readonly BootProblem[] {
  const where = `${record.className}.${record.methodName}`;
  const { rev } = record.metadata;
  const auth = readAuthRule(record.method, record.hostClass);
  const problems: BootProblem[] = findUnknownOptions(record.metadata).map((option) => ({
    where,
    problem: `@MizanClient has no option '${option}'`,
    fix: 'Leave it out, or correct its name.',
  }));
  const authProblem = auth === undefined ? undefined : findAuthProblem(auth, where);
  if (authProblem !== undefined) problems.push(authProblem);
  if (rev !== undefined && !isCount(rev)) {
    problems.push({ where, problem: `rev is ${String(rev)}`, fix: 'Give a whole number from 0 on.' });
  }
  problems.push(...findCacheRuleProblems(record));
  return problems;
}

function findUnknownOptions(metadata: FunctionMetadata): readonly string[] {
  return Object.keys(metadata).filter((option) => !Object.hasOwn(known, option));
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
