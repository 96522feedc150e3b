import type { PlannedProperty, PlannedType, TypeExpression } from '../plan/client-plan.js';
import { printDocComment } from './doc-comment.js';
import { printPropertyName, printString } from './literal.js';

/** `export type Ticket = { … };` with its doc comment. */
export function printTypeDeclaration(type: PlannedType): string {
  const body = type.kind === 'alias' ? printType(type.type) : printObjectType(type.properties);
  return `${printDocComment(type)}export type ${type.name} = ${body};\n`;
}

/** An object type over several lines; without properties, the one type that only `{}` has. */
export function printObjectType(properties: readonly PlannedProperty[], indent = ''): string {
  if (properties.length === 0) return 'Readonly<Record<string, never>>';
  return `{\n${properties.map((property) => printProperty(property, `${indent}  `)).join('')}${indent}}`;
}

function printProperty(property: PlannedProperty, indent: string): string {
  const { name, optional } = property;
  // Spelled out, so that `undefined` may also be passed under `exactOptionalPropertyTypes`.
  const type = `${printType(property.type, indent)}${optional && !isUnknown(property.type) ? ' | undefined' : ''}`;
  const mark = optional ? '?' : '';
  return `${printDocComment(property, indent)}${indent}readonly ${printPropertyName(name)}${mark}: ${type};\n`;
}

/** @param indent of the line that it begins in */
export function printType(type: TypeExpression, indent = ''): string {
  switch (type.kind) {
    case 'word':
      return type.word;
    case 'literal':
      return printString(type.value);
    case 'name':
      return type.name;
    case 'list':
      return `readonly ${printItem(type.item, indent)}[]`;
    case 'object':
      return printObjectType(type.properties, indent);
    case 'union':
      return type.members.map((member) => printType(member, indent)).join(' | ');
  }
}

/** `readonly` and `|` bind weaker than `[]`. */
function printItem(item: TypeExpression, indent: string): string {
  const printed = printType(item, indent);
  return item.kind === 'union' || item.kind === 'list' ? `(${printed})` : printed;
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
    case 'object':
      return type.properties.flatMap((property) => namesIn(property.type));
    case 'union':
      return type.members.flatMap(namesIn);
  }
}
