import { foldShape, type ShapeFold } from '../ir/fold-shape.js';
import type {
  ChannelNode,
  ContextNode,
  ContextParam,
  Field,
  FunctionNode,
  Ir,
  TypeNode,
  UploadShape,
} from '../ir/ir.js';
import { walkIr, walkType } from '../ir/walk-ir.js';
import { node, printNodes, quote, type PrintNode } from './kdl-node.js';
import { printNumber } from './kdl-number.js';
import { type FormParts, printForm } from './print-form.js';

/**
 * Prints an IR as KDL 2 (PROTOCOL 8). The same IR gives the same bytes: nothing is sorted or chosen here.
 *
 * Our extension `description "…"` is the first child of a `type`, `field` or `function` that has one.
 *
 * @throws {KdlError} `KDL_UNPRINTABLE` when a text of the IR is no valid Unicode.
 */
export function emitKdl(ir: Ir): string {
  const types: PrintNode[] = [];
  const functions: PrintNode[] = [];
  const contexts: PrintNode[] = [];
  const channels: PrintNode[] = [];
  const forms: PrintNode[] = [];
  let parts: PrintNode[] = [];
  walkIr(ir, {
    type: (type) => types.push(typeNode(type, (parts = []))),
    field: (field) => parts.push(fieldNode(field)),
    function: (each) => functions.push(functionNode(each)),
    context: (context) =>
      contexts.push(node('context', [quote(context.name)], (parts = memberNodes(context)))),
    param: (param) => parts.push(paramNode(param)),
    channel: (channel) => channels.push(channelNode(channel)),
    form: (form) => forms.push(printForm(form, formParts)),
  });
  return [types, functions, contexts, channels, forms]
    .filter((section) => section.length > 0)
    .map((section) => printNodes(section))
    .join('\n');
}

const formParts: FormParts = {
  type: (type) => {
    const fields: PrintNode[] = [];
    walkType(type, { field: (field) => fields.push(fieldNode(field)) });
    return typeNode(type, fields);
  },
  shape: (shape) => foldShape(shape, asNode),
};

/** `parts` receives the fields while the walk goes on. */
function typeNode(type: TypeNode, parts: readonly PrintNode[]): PrintNode {
  const body =
    type.kind === 'struct' ? node('struct', [], parts) : node('alias', [], [foldShape(type.shape, asNode)]);
  return node('type', [quote(type.name)], [...describe(type), body]);
}

function fieldNode(field: Field): PrintNode {
  return {
    name: 'field',
    args: [quote(field.name)],
    props: [
      ...(field.required ? [] : [['required', '#false'] as const]),
      ...(field.default === undefined ? [] : [['default', printDefault(field, field.default)] as const]),
    ],
    children: [...describe(field), foldShape(field.shape, asNode)],
  };
}

function printDefault(field: Field, value: NonNullable<Field['default']>): string {
  if (typeof value === 'string') return quote(value);
  return typeof value === 'boolean' ? bool(value) : printNumber(value, field.shape);
}

const asNode: ShapeFold<PrintNode> = {
  primitive: (name) => node('primitive', [quote(name)]),
  ref: (name) => node('ref', [quote(name)]),
  list: (item) => node('list', [], [item]),
  optional: (item) => node('optional', [], [item]),
  enum: (values) => node('enum', values.map(quote)),
  union: (members) => node('union', [], members),
  upload: uploadNode,
};

function uploadNode({ maxSize, accept }: UploadShape): PrintNode {
  return {
    ...node('upload'),
    props: [
      ...(maxSize === undefined ? [] : [['max-size', String(maxSize)] as const]),
      ...(accept === undefined ? [] : [['accept', quote(accept.join(','))] as const]),
    ],
  };
}

function functionNode(each: FunctionNode): PrintNode {
  const children = [
    ...describe(each),
    node('camel', [quote(each.camel)]),
    node('has-input', [bool(each.input !== undefined)]),
    ...text('input', each.input),
    node('output', [quote(each.output)]),
    ...(each.outputNullable ? [node('output-nullable', [bool(true)])] : []),
    node('transport', [quote(each.transport)]),
    ...text('context', each.context),
    ...each.affects.map(({ context, function: member }) => ({
      ...node('affects', [quote(context)]),
      props: member === undefined ? [] : [['function', quote(member)] as const],
    })),
    ...each.merge.flatMap((context) => text('merge', context)),
    ...(each.form === undefined ? [] : formNodes(each.form)),
  ];
  return node('function', [quote(each.name)], children);
}

function formNodes(form: NonNullable<FunctionNode['form']>): PrintNode[] {
  return [node('is-form', [bool(true)]), ...text('form-name', form.name), ...text('form-role', form.role)];
}

function memberNodes(context: ContextNode): PrintNode[] {
  return context.functions.flatMap((name) => text('function', name));
}

function paramNode(param: ContextParam): PrintNode {
  const children = [
    ...text('type', param.type),
    node('required', [bool(param.required)]),
    ...param.sharedBy.flatMap((name) => text('shared-by', name)),
  ];
  return node('param', [quote(param.name)], children);
}

function channelNode(channel: ChannelNode): PrintNode {
  const children = [
    ...text('pascal-name', channel.pascalName),
    ...text('params', channel.params),
    ...text('client-message', channel.clientMessage),
    ...text('server-message', channel.serverMessage),
  ];
  return node('channel', [quote(channel.name)], children);
}

function describe({ description }: { readonly description?: string }): PrintNode[] {
  return text('description', description);
}

function text(name: string, value: string | undefined): PrintNode[] {
  return value === undefined ? [] : [node(name, [quote(value)])];
}

function bool(value: boolean): string {
  return value ? '#true' : '#false';
}
