import type { Ir } from '@mizan/protocol';
import { compareCodePoints } from '@mizan/protocol';

import { checkIr } from './check-ir.js';
import type { ClientPlan } from './client-plan.js';
import { indexNames } from './name-index.js';
import { planContext } from './plan-context.js';
import { planFunction } from './plan-function.js';
import { planType } from './plan-type.js';
import { findTypeUsage } from './type-usage.js';

/**
 * Decides everything that the generated code will say, so that the printers have nothing left to decide.
 * The order of the IR's lists makes no difference, but for fields and the members of enums and unions.
 * The functions of forms are left out: their types in the IR do not say what they really take (PROTOCOL 11).
 *
 * @throws {GenerateError} `IR_INVALID` when names are used twice or refer to nothing.
 */
export function planClient(ir: Ir): ClientPlan {
  checkIr(ir);
  const nodes = sortByName(ir.functions.filter(({ form }) => form === undefined));
  const contexts = sortByName(ir.contexts);
  const usage = findTypeUsage({ types: sortByName(ir.types), functions: nodes });
  const names = indexNames({ contexts, functions: nodes, types: usage.reached, twofold: usage.twofold });
  const types = new Map(usage.reached.map((type) => [type.name, type]));
  const functions = nodes.map((node) => planFunction(node, types, names));
  return {
    types: usage.reached.flatMap((type) => planType(type, usage, names)),
    functions,
    contexts: contexts.map((context) => planContext(context, functions, names)),
  };
}

function sortByName<T extends { readonly name: string }>(nodes: readonly T[]): readonly T[] {
  return [...nodes].sort((a, b) => compareCodePoints(a.name, b.name));
}
