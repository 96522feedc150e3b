import { presentType, type ValueType } from '../types/value-type.js';
import { compileTextConverter, type ConvertText } from './convert-text.js';

/** Reads one declared name of a query. */
export interface TextField {
  readonly name: string;
  readonly isList: boolean;
  readonly convert: ConvertText;
}

export function compileTextField(name: string, type: ValueType): TextField {
  const list = listOf(type);
  return { name, isList: list !== undefined, convert: compileTextConverter(list ?? type) };
}

/** What a query says about the declared names: as texts, and converted by declared type. */
export interface ReadQuery {
  readonly raw: object;
  readonly converted: object;
}

export function readQuery(fields: readonly TextField[], params: URLSearchParams): ReadQuery {
  const raw: Record<string, string | readonly string[]> = {};
  const converted: Record<string, unknown> = {};
  for (const { name, isList, convert } of fields) {
    const texts = params.getAll(name);
    const last = texts.at(-1);
    if (last === undefined) continue;
    // As query parsers have it, so that a @Transform finds what it is used to.
    raw[name] = isList && texts.length > 1 ? texts : last;
    converted[name] = isList ? texts.map(convert) : convert(last);
  }
  return { raw, converted };
}

/** The list that a type is, if it is one; each of its items has a text of its own. */
function listOf(type: ValueType): ValueType | undefined {
  const present = presentType(type);
  if (present.kind === 'schema') return listOf(present.shape);
  return present.kind === 'list' ? present : undefined;
}
