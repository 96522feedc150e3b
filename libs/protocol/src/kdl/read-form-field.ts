import type { FormChoice, FormConstraint, FormFieldNode } from '../ir/form-node.js';
import type { DefaultValue } from '../ir/ir.js';
import {
  fail,
  optional,
  readFlag,
  readFlagProp,
  readLeafText,
  readParts,
  readText,
  refuseChildren,
  refuseProps,
} from './read-node.js';
import { readShape, shapeNames } from './read-shape.js';
import type { SourceNode } from './source-node.js';

type OnRef = (name: string, at: SourceNode) => void;

const once = [
  'label',
  'widget',
  'help-text',
  'disabled',
  'initial',
  'per-request',
  'conditional',
  ...shapeNames,
] as const;

/** Reads the fields of a form, or of one of its fields. */
export function readFormFields(nodes: readonly SourceNode[], onRef: OnRef): readonly FormFieldNode[] {
  const names = new Set<string>();
  return nodes.map((node) => {
    const field = readField(node, onRef);
    if (names.has(field.name)) fail(node, `The field "${field.name}" stands twice: remove one.`);
    names.add(field.name);
    return field;
  });
}

function readField(node: SourceNode, onRef: OnRef): FormFieldNode {
  refuseProps(node, ['required']);
  const parts = readParts(node, { once, repeated: ['choice', 'constraint', 'field'] });
  const [shape, second] = shapeNames.flatMap((name) => parts.find(name) ?? []);
  if (shape === undefined) fail(node, '`field` needs a shape inside.');
  if (second !== undefined) fail(second, '`field` has one shape inside, not several.');
  const [disabled, perRequest] = [parts.find('disabled'), parts.find('per-request')];
  const conditional = parts.find('conditional');
  const [choices, fields] = [parts.all('choice'), parts.all('field')];
  return {
    name: readText(node),
    shape: readShape(shape, onRef),
    required: readFlagProp(node, 'required', true),
    label: readLeafText(parts.need('label')),
    widget: readLeafText(parts.need('widget')),
    ...optional('helpText', parts.find('help-text'), readLeafText),
    disabled: disabled !== undefined && readFlag(disabled),
    ...optional('initial', parts.find('initial'), readInitial),
    ...(choices.length > 0 && { choices: choices.map(readChoice) }),
    perRequest: perRequest !== undefined && readFlag(perRequest),
    ...(conditional !== undefined && readFlag(conditional) && { conditional: true as const }),
    constraints: parts.all('constraint').map(readConstraint),
    ...(fields.length > 0 && { fields: readFormFields(fields, onRef) }),
  };
}

function readInitial(node: SourceNode): DefaultValue {
  refuseProps(node, []);
  refuseChildren(node);
  const [value] = node.args;
  const isNothing = value === undefined || value === null || node.args.length !== 1;
  if (isNothing || (typeof value === 'number' && !Number.isFinite(value)))
    fail(node, '`initial` is a boolean, a finite number or a string.');
  return value;
}

function readChoice(node: SourceNode): FormChoice {
  refuseProps(node, []);
  const [value, label] = readTexts(node, '`choice` has a value and a label.');
  if (value === undefined || label === undefined || node.args.length !== 2)
    fail(node, '`choice` has a value and a label.');
  return { value, label };
}

function readConstraint(node: SourceNode): FormConstraint {
  refuseProps(node, ['code', 'each', 'message']);
  const wrong = '`constraint` has a name and arguments, which are JSON in strings.';
  const [name, ...args] = readTexts(node, wrong);
  if (name === undefined || !args.every(isJson)) fail(node, wrong);
  const [code, message] = [node.props.get('code'), node.props.get('message')];
  if (typeof code !== 'string') fail(node, '`constraint` needs a `code`, which is a string.');
  if (message !== undefined && typeof message !== 'string')
    fail(node, '`message` of `constraint` is a string.');
  const each = readFlagProp(node, 'each', false);
  return { name, code, args, each, ...(message !== undefined && { message }) };
}

function readTexts(node: SourceNode, wrong: string): readonly string[] {
  refuseChildren(node);
  return node.args.map((value) => (typeof value === 'string' ? value : fail(node, wrong)));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
