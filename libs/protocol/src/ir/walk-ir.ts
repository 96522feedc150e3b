import type { FormFieldNode, FormNode } from './form-node.js';
import type {
  ChannelNode,
  ContextNode,
  ContextParam,
  Field,
  FunctionNode,
  Ir,
  Shape,
  TypeNode,
} from './ir.js';

/** What to do at each part of an IR. Give only what you need; {@link foldShape} goes on inside a shape. */
export interface IrVisitor {
  readonly type?: (type: TypeNode) => void;
  /** A field of a struct, after the struct itself. */
  readonly field?: (field: Field, owner: TypeNode) => void;
  /** The whole shape of a field or of an alias, after the field or the alias itself. */
  readonly shape?: (shape: Shape, owner: TypeNode) => void;
  readonly function?: (node: FunctionNode) => void;
  readonly context?: (node: ContextNode) => void;
  /** A parameter of a context, after the context itself. */
  readonly param?: (param: ContextParam, context: ContextNode) => void;
  readonly channel?: (node: ChannelNode) => void;
  readonly form?: (node: FormNode) => void;
  /** A field of a form, after the form itself and before the fields in it. */
  readonly formField?: (field: FormFieldNode, form: FormNode) => void;
}

/**
 * Visits every part of an IR in the order in which it prints. This is the only code that knows how to traverse one;
 * it never follows a reference, so cyclic types are no danger to it.
 */
export function walkIr(ir: Ir, visitor: IrVisitor): void {
  for (const type of ir.types) walkType(type, visitor);
  for (const node of ir.functions) visitor.function?.(node);
  for (const node of ir.contexts) {
    visitor.context?.(node);
    for (const param of node.params) visitor.param?.(param, node);
  }
  for (const node of ir.channels) visitor.channel?.(node);
  for (const node of ir.forms ?? []) {
    visitor.form?.(node);
    for (const field of node.fields) walkFormField(field, node, visitor);
  }
}

function walkFormField(field: FormFieldNode, form: FormNode, visitor: IrVisitor): void {
  visitor.formField?.(field, form);
  for (const inner of field.fields ?? []) walkFormField(inner, form, visitor);
}

/** {@link walkIr} of one type. */
export function walkType(type: TypeNode, visitor: IrVisitor): void {
  visitor.type?.(type);
  if (type.kind === 'alias') {
    visitor.shape?.(type.shape, type);
    return;
  }
  for (const field of type.fields) {
    visitor.field?.(field, type);
    visitor.shape?.(field.shape, type);
  }
}
