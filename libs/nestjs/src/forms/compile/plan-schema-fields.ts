import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Field } from '@mizan/protocol';
import { Refusal } from '../../types/refusal.js';
import { toJsonSchema } from '../../types/standard-schema.js';
import type { JsonSchema } from '../../types/json-schema.js';
import type { TypeCatalog } from '../../types/type-catalog.js';
import { presentType, type ValueType } from '../../types/value-type.js';
import type { FieldOptions } from '../declare/field.decorator.js';
import type { FormRecord } from '../discover/form-record.js';
import { type FieldPlanner, inOrder } from './field-planner.js';
import type { FieldGroup } from './form-field.js';
import { readFormat } from './read-format.js';

/** What the fields of a schema are planned with. */
export interface SchemaPlan {
  readonly catalog: TypeCatalog;
  readonly planner: FieldPlanner;
  readonly record: FormRecord;
}

interface Within extends SchemaPlan {
  /** The document of the fields; undefined where it cannot be found. */
  readonly schema: JsonSchema | undefined;
  /** The structs that lead here. */
  readonly around: readonly string[];
}

/** The fields of a Standard Schema that describes itself as JSON Schema, with those of the objects in it. */
export function planSchemaFields(schema: StandardSchemaV1, plan: SchemaPlan): FieldGroup {
  const { className, methodName, name } = plan.record;
  const fields = plan.catalog.describeInput(
    { kind: 'schema', schema },
    { className, methodName, functionName: `${name}.submit` },
  );
  const document = toJsonSchema(schema, 'input');
  return planFields(fields, {
    ...plan,
    schema: document instanceof Refusal ? undefined : document,
    around: [],
  });
}

function planFields(fields: readonly Field[], within: Within): FieldGroup {
  const planned = fields.map((field) => {
    const { planner, record, around } = within;
    const isTop = around.length === 0;
    const said: FieldOptions =
      (isTop && Object.hasOwn(planner.overrides, field.name) ? planner.overrides[field.name] : undefined) ??
      {};
    const member = within.schema?.properties?.[field.name];
    const facts = {
      name: field.name,
      property: field.name,
      type: field.shape,
      required: field.required,
      initial: field.default,
      constraints: [],
      conditions: [],
      isConditional: false,
      transforms: [],
      group: groupIn(field.shape, { ...within, schema: member?.items ?? member }),
      ...readFormat(member),
    };
    const where = `${record.className}.${record.methodName} field "${field.name}"`;
    return { order: said.order ?? 0, field: planner.plan(facts, said, where) };
  });
  return { type: undefined, fields: inOrder(planned).map(({ field }) => field) };
}

function groupIn(type: ValueType, within: Within): FieldGroup | undefined {
  const present = presentType(type);
  if (present.kind === 'list') return groupIn(present.item, within);
  if (present.kind !== 'ref' || within.around.includes(present.name)) return undefined;
  const struct = within.catalog.structs[present.name];
  return struct && planFields(struct.fields, { ...within, around: [...within.around, present.name] });
}
