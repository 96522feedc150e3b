import type { Ir } from '@mizan/protocol';
import { compareCodePoints } from '@mizan/protocol';

import { checkIr } from './check-ir.js';
import { withTypesOfForms } from './types-of-forms.js';
import type { ClientPlan, PlannedType } from './client-plan.js';
import { indexNames, type NameIndex } from './name-index.js';
import { planChannel } from './plan-channel.js';
import { planContext } from './plan-context.js';
import { planForm } from './plan-form.js';
import { planFunction } from './plan-function.js';
import { shapePlanner } from './plan-shape.js';
import { planType, type TypeView } from './plan-type.js';
import { findTypeUsage, type Direction, type TypeUsage } from './type-usage.js';

/**
 * Decides everything that the generated code will say, so that the printers have nothing left to decide.
 * The order of the IR's lists makes no difference, but for fields and the members of enums and unions.
 * The functions of forms are left out: what they really take and answer is told by the forms (PROTOCOL 13).
 *
 * @throws {GenerateError} `IR_INVALID` when names are used twice or refer to nothing.
 */
export function planClient(ir: Ir): ClientPlan {
  checkIr(ir);
  const nodes = sortByName(ir.functions.filter(({ form }) => form === undefined));
  const contexts = sortByName(ir.contexts);
  const channels = sortByName(ir.channels);
  const forms = sortByName(ir.forms ?? []);
  const usage = findTypeUsage({ types: sortByName(withTypesOfForms(ir)), functions: nodes, channels, forms });
  const names = indexNames({
    contexts,
    functions: nodes,
    channels,
    forms,
    types: usage.reached,
    twofold: usage.twofold,
  });
  const types = new Map(usage.reached.map((type) => [type.name, type]));
  const functions = new Map(nodes.map((node) => [node.name, planFunction(node, types, names)]));
  return {
    types: planTypes(usage, names),
    functions: [...functions.values()],
    contexts: contexts.map((context) => planContext(context, functions, names)),
    channels: channels.map((channel) => planChannel(channel, names)),
    forms: forms.map((form) => planForm(form, names)),
  };
}

/** Each type once, or twice where what is sent differs from what is answered. */
function planTypes({ reached, outputs, twofold }: TypeUsage, names: NameIndex): readonly PlannedType[] {
  const viewOf = (direction: Direction): TypeView => {
    const nameOf = (ref: string): string => names.typeName(ref, direction);
    return { direction, nameOf, planShape: shapePlanner(nameOf) };
  };
  const [input, output] = [viewOf('input'), viewOf('output')];
  return reached.flatMap((type) => {
    if (twofold.has(type.name)) return [planType(type, output), planType(type, input)];
    return planType(type, outputs.has(type.name) ? output : input);
  });
}

function sortByName<T extends { readonly name: string }>(nodes: readonly T[]): readonly T[] {
  return [...nodes].sort((a, b) => compareCodePoints(a.name, b.name));
}
