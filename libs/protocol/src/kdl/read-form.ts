import type { FormNode, FormsetNode } from '../ir/form-node.js';
import type { Shape } from '../ir/ir.js';
import { readFormFields } from './read-form-field.js';
import {
  fail,
  optional,
  readFlag,
  readFlagProp,
  readLeafText,
  readParts,
  readText,
  refuseArgs,
  refuseChildren,
  refuseProps,
} from './read-node.js';
import { readShape } from './read-shape.js';
import { readType } from './read-type.js';
import type { SourceNode } from './source-node.js';

const once = [
  'title',
  'subtitle',
  'submit-label',
  'live-validation',
  'live-form-errors',
  'refetch-schema-on-validate',
  'translated',
  'data',
  'formset',
] as const;

/** Reads `form "contact" { … }`; types that it names must be among its own. */
export function readForm(node: SourceNode): FormNode {
  refuseProps(node, []);
  const parts = readParts(node, { once, repeated: ['type', 'field'] });
  const uses: { readonly name: string; readonly at: SourceNode }[] = [];
  const onRef = (name: string, at: SourceNode) => void uses.push({ name, at });
  const translated = parts.find('translated');
  const types = parts.all('type').map((type) => readType(type, onRef));
  const form: FormNode = {
    name: readText(node),
    title: readLeafText(parts.need('title')),
    ...optional('subtitle', parts.find('subtitle'), readLeafText),
    submitLabel: readLeafText(parts.need('submit-label')),
    liveValidation: readFlag(parts.need('live-validation')),
    liveFormErrors: readFlag(parts.need('live-form-errors')),
    refetchSchemaOnValidate: readFlag(parts.need('refetch-schema-on-validate')),
    ...(translated !== undefined && readFlag(translated) && { translated: true as const }),
    fields: readFormFields(parts.all('field'), onRef),
    ...optional('data', parts.find('data'), (data) => readData(data, onRef)),
    ...optional('formset', parts.find('formset'), readFormset),
    types,
  };
  const known = new Set(types.map(({ name }) => name));
  const missing = uses.find(({ name }) => !known.has(name));
  if (missing !== undefined)
    fail(missing.at, `There is no type "${missing.name}" in this form: declare it there.`);
  return form;
}

function readData(node: SourceNode, onRef: (name: string, at: SourceNode) => void): Shape {
  refuseArgs(node);
  refuseProps(node, []);
  const [shape, second] = node.children;
  if (shape === undefined || second !== undefined) fail(second ?? node, '`data` has one shape inside.');
  return readShape(shape, onRef);
}

function readFormset(node: SourceNode): FormsetNode {
  refuseArgs(node);
  refuseChildren(node);
  refuseProps(node, ['min', 'max', 'can-delete', 'can-order']);
  return {
    min: readCount(node, 'min'),
    max: readCount(node, 'max'),
    canDelete: readFlagProp(node, 'can-delete', false),
    canOrder: readFlagProp(node, 'can-order', false),
  };
}

function readCount(node: SourceNode, name: string): number {
  const value = node.props.get(name);
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    fail(node, `\`${name}\` of \`formset\` is a whole number.`);
  return value;
}
