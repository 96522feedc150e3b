import type { BootProblem } from '../errors/index.js';
import type { FunctionRecord } from './function-record.js';

/** Functions by the method that they run: more than one have inherited it from a base class. */
export function groupByMethod(
  functions: readonly FunctionRecord[],
): ReadonlyMap<object, readonly FunctionRecord[]> {
  const groups = new Map<object, FunctionRecord[]>();
  for (const record of functions) {
    const group = groups.get(record.method);
    if (group === undefined) groups.set(record.method, [record]);
    else group.push(record);
  }
  return groups;
}

/** One decorator, and so one name, for several classes. */
export function findSharedMethods(
  groups: ReadonlyMap<object, readonly FunctionRecord[]>,
): readonly BootProblem[] {
  return [...groups.values()].filter((group) => group.length > 1).map(sharedMethod);
}

function sharedMethod(group: readonly FunctionRecord[]): BootProblem {
  return {
    where: group.map(({ className, methodName }) => `${className}.${methodName}`).join(' and '),
    problem: `they are one inherited method, and so one function "${group[0]?.name}"`,
    fix: 'Provide one of the classes only; or override the method in each, with a @MizanClient and a name of its own.',
  };
}
