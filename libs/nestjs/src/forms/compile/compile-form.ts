import type { BootProblem } from '../../errors/index.js';
import { compileFilePolicies } from '../../input/file-policies.js';
import type { TypeCatalog } from '../../types/type-catalog.js';
import { rowMembers } from '../formset/row-members.js';
import type { FormRecord } from '../discover/form-record.js';
import type { CompiledForm } from './compiled-form.js';
import { declareForm } from './declare-form.js';
import { FieldPlanner } from './field-planner.js';
import type { FieldGroup } from './form-field.js';
import { planClassFields } from './plan-class-fields.js';
import { planSchemaFields } from './plan-schema-fields.js';

/** Computes, once at boot, what a form needs to be shown, checked and submitted. */
export function compileForm(record: FormRecord, catalog: TypeCatalog): CompiledForm {
  const { name, className, methodName, options, output, input } = record;
  const site = { className, methodName, functionName: name };
  const planner = new FieldPlanner(catalog, options.fields ?? {});
  const group = planFields(record, catalog, planner);
  const data = output === undefined ? undefined : catalog.describeOutput(output, site);
  return {
    record,
    group,
    schema: input.declaration.kind === 'schema' ? input.declaration.schema : undefined,
    data,
    files: compileFilePolicies(
      group.fields.filter(({ disabled }) => !disabled),
      catalog,
    ),
    declaration: declareForm(record, group, data),
    problems: [...planner.problems, ...findUnknownFields(record, group), ...findTakenNames(record, group)],
  };
}

function planFields(record: FormRecord, catalog: TypeCatalog, planner: FieldPlanner): FieldGroup {
  const { input, options } = record;
  switch (input.declaration.kind) {
    case 'class':
      return planClassFields(input.declaration.type, { catalog, planner, groups: options.groups });
    case 'schema':
      return planSchemaFields(input.declaration.schema, { catalog, planner, record });
    default:
      // Told as a problem of the record.
      return { type: undefined, fields: [] };
  }
}

function findUnknownFields(
  { className, methodName, options }: FormRecord,
  { fields }: FieldGroup,
): readonly BootProblem[] {
  const names = fields.map(({ name }) => name);
  return Object.keys(options.fields ?? {})
    .filter((name) => !names.includes(name))
    .map((name) => ({
      where: `${className}.${methodName}`,
      problem: `its option \`fields\` names "${name}", which is no field of the form`,
      fix: names.length === 0 ? 'Leave it out.' : `The fields are ${names.join(', ')}.`,
    }));
}

/** What rows of a formset say beside their fields has names of its own. */
function findTakenNames(
  { className, methodName, options }: FormRecord,
  { fields }: FieldGroup,
): readonly BootProblem[] {
  const { formset } = options;
  if (typeof formset !== 'object') return [];
  const members = [
    formset.canDelete ? rowMembers.deleted : [],
    formset.canOrder ? rowMembers.order : [],
  ].flat();
  return fields
    .filter(({ name }) => members.some((member) => member === name))
    .map(({ name }) => ({
      where: `${className}.${methodName}`,
      problem: `its field "${name}" is called as what a row of its formset says of itself`,
      fix: `Give the field another name, as by @Expose({ name: '${name.toLowerCase()}' }).`,
    }));
}
