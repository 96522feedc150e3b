import type { PlannedProperty, PlannedType, TypeExpression } from '../plan/client-plan.js';
import { printDocComment } from './doc-comment.js';
import { printPropertyName, printString } from './literal.js';

/** `export type Ticket = { … };` with its doc comment. */
export function printTypeDeclaration(type: PlannedType): string {
  const body = type.kind === 'alias' ? printType(type.type) : printObjectType(type.properties);
  return `${printDocComment(type)}export type ${type.name} = ${body};\n`;
}

/** An object type over several lines; without properties, the one type that only `{}` has. */
export function printObjectType(properties: readonly PlannedProperty[]): string {
  if (properties.length === 0) return 'Readonly<Record<string, never>>';
  return `{\n${properties.map(printProperty).join('')}}`;
}

function printProperty(property: PlannedProperty): string {
  const { name, optional } = property;
  // Spelled out, so that `undefined` may also be passed under `exactOptionalPropertyTypes`.
  const type = `${printType(property.type)}${optional && !isUnknown(property.type) ? ' | undefined' : ''}`;
  const mark = optional ? '?' : '';
  return `${printDocComment(property, '  ')}  readonly ${printPropertyName(name)}${mark}: ${type};\n`;
}

export function printType(type: TypeExpression): string {
  switch (type.kind) {
    case 'word':
      return type.word;
    case 'literal':
      return printString(type.value);
    case 'name':
      return type.name;
    case 'list':
      return `readonly ${printItem(type.item)}[]`;
    case 'union':
      return type.members.map(printType).join(' | ');
  }
}

/** `readonly` and `|` bind weaker than `[]`. */
function printItem(item: TypeExpression): string {
  return item.kind === 'union' || item.kind === 'list' ? `(${printType(item)})` : printType(item);
}

function isUnknown(type: TypeExpression): boolean {
  return type.kind === 'word' && type.word === 'unknown';
}

/** The names that a type refers to. */
export function namesIn(type: TypeExpression): readonly string[] {
  switch (type.kind) {
    case 'word':
    case 'literal':
      return [];
    case 'name':
      return [type.name];
    case 'list':
      return namesIn(type.item);
    case 'union':
      return type.members.flatMap(namesIn);
  }
}
