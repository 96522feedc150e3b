import type { AffectsTarget } from '@mizan/protocol';
import { contextName } from '../declare/context-ref.js';
import type { AffectsSource } from '../declare/function-metadata.js';
import type { FunctionRecord } from '../discover/function-record.js';
import type { BootProblem } from '../errors/index.js';

/** What `affects` says, by name; a method that is no reader of a context is a problem. */
export interface AffectsReading {
  readonly targets: readonly AffectsTarget[];
  readonly problems: readonly BootProblem[];
}

export function resolveAffects(record: FunctionRecord, functions: readonly FunctionRecord[]): AffectsReading {
  const where = `${record.className}.${record.methodName}`;
  const targets: AffectsTarget[] = [];
  const problems: BootProblem[] = [];
  for (const source of record.metadata.affects) {
    const target = resolveTarget(source, functions);
    if (typeof target === 'string') problems.push(noReader(where, target));
    else targets.push(target);
  }
  return { targets, problems };
}

/** What is affected, or what the method is called that is no reader. */
function resolveTarget(source: AffectsSource, functions: readonly FunctionRecord[]): AffectsTarget | string {
  if (typeof source !== 'function') return { context: contextName(source) };
  const method: unknown = source();
  const reader = functions.find((record) => record.method === method);
  if (reader === undefined)
    return typeof method === 'function' && method.name !== '' ? method.name : 'a method';
  const { className, methodName, metadata, name } = reader;
  if (metadata.context === undefined) return `${className}.${methodName}`;
  return { context: contextName(metadata.context), function: name };
}

function noReader(where: string, method: string): BootProblem {
  return {
    where,
    problem: `it affects ${method}, which is no provided function of a context`,
    fix: 'Give that method @MizanClient({ context }), or name its context instead.',
  };
}
