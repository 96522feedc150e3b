import type { ValueType } from './value-type.js';

/**
 * Texts are an enum; other literals are their primitive, and which of them are right is a constraint. Undefined when
 * there is none but null.
 */
export function typeOfLiterals(literals: readonly unknown[]): ValueType | undefined {
  const texts = literals.filter((literal) => typeof literal === 'string');
  const members: ValueType[] = texts.length > 0 ? [{ kind: 'enum', values: texts }] : [];
  const numbers = literals.filter((literal) => typeof literal === 'number');
  if (numbers.length > 0) {
    members.push({ kind: 'primitive', name: numbers.every(Number.isInteger) ? 'integer' : 'number' });
  }
  if (literals.some((literal) => typeof literal === 'boolean'))
    members.push({ kind: 'primitive', name: 'boolean' });
  return members.length < 2 ? members[0] : { kind: 'union', members };
}
