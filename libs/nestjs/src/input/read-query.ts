import { presentType, type ValueType } from '../types/value-type.js';
import { compileTextConverter, type ConvertText } from './convert-text.js';

/** Reads one declared name of a query. */
export interface TextMember {
  readonly name: string;
  readonly isList: boolean;
  readonly convert: ConvertText;
}

export function compileTextMember(name: string, type: ValueType): TextMember {
  return { name, isList: isListType(type), convert: compileTextConverter(type) };
}

/** What a query says about the declared names: as texts, and converted by declared type. */
export interface ReadQuery {
  readonly raw: object;
  readonly converted: object;
}

export function readQuery(members: readonly TextMember[], params: URLSearchParams): ReadQuery {
  const raw: Record<string, string | readonly string[]> = {};
  const converted: Record<string, unknown> = {};
  for (const { name, isList, convert } of members) {
    const texts = params.getAll(name);
    const last = texts.at(-1);
    if (last === undefined) continue;
    // As query parsers have it, so that a @Transform finds what it is used to.
    raw[name] = isList && texts.length > 1 ? texts : last;
    converted[name] = isList ? texts.map(convert) : convert(last);
  }
  return { raw, converted };
}

function isListType(type: ValueType): boolean {
  const present = presentType(type);
  return present.kind === 'list' || (present.kind === 'schema' && isListType(present.shape));
}
