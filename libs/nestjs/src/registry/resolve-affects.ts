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
    if (target === undefined) problems.push(noReader(where));
    else targets.push(target);
  }
  return { targets, problems };
}

function resolveTarget(
  source: AffectsSource,
  functions: readonly FunctionRecord[],
): AffectsTarget | undefined {
  if (typeof source !== 'function') return { context: contextName(source) };
  const method: unknown = source();
  const reader = functions.find((record) => record.method === method);
  const context = reader?.metadata.context;
  if (reader === undefined || context === undefined) return undefined;
  return { context: contextName(context), function: reader.name };
}

function noReader(where: string): BootProblem {
  return {
    where,
    problem: 'it affects a method that is no provided function of a context',
    fix: 'Give that method @MizanClient({ context }), or name its context instead.',
  };
}
