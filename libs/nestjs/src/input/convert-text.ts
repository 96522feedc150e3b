import type { ValueType } from '../types/value-type.js';

/**
 * Converts a text of a query or a form to what its declared type makes of it (PROTOCOL 2). A text that does not
 * convert stays as it is, so that the check that follows says what is wrong with it.
 */
export type ConvertText = (text: string) => unknown;

export function compileTextConverter(type: ValueType): ConvertText {
  switch (type.kind) {
    case 'primitive':
      return primitives[type.name];
    case 'date':
    case 'enum':
    case 'upload':
      return asItIs;
    case 'optional':
      return convertOptional(type.item);
    case 'list':
      return compileTextConverter(type.item);
    case 'schema':
      return compileTextConverter(type.shape);
    case 'union':
      return convertUnion(type.members);
    case 'dto':
    case 'ref':
      return parseJson;
  }
}

const truthWords = new Map([
  ...'true 1 on yes t y'.split(' ').map((word) => [word, true] as const),
  ...'false 0 off no f n'.split(' ').map((word) => [word, false] as const),
]);

const asItIs: ConvertText = (text) => text;
const toInteger: ConvertText = (text) => (/^[+-]?\d+$/.test(text) ? Number(text) : text);
const toNumber: ConvertText = (text) =>
  /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
const toBoolean: ConvertText = (text) => truthWords.get(text.toLowerCase()) ?? text;

const parseJson: ConvertText = (text) => {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
};

const primitives = {
  integer: toInteger,
  number: toNumber,
  boolean: toBoolean,
  string: asItIs,
  json: parseJson,
} as const;

/** Nothing and `null` are null, unless they could be meant as texts. */
function convertOptional(item: ValueType): ConvertText {
  const convert = compileTextConverter(item);
  return (text) => ((text === 'null' || text === '') && !isText(item, text) ? null : convert(text));
}

/** The first member that can make something of the text; a member for texts is asked last, unless it names the text. */
function convertUnion(members: readonly ValueType[]): ConvertText {
  const literals = members.filter((member) => member.kind === 'enum');
  const converters = members.map(compileTextConverter);
  return (text) => {
    if (literals.some((member) => isText(member, text))) return text;
    return converters.map((convert) => convert(text)).find((value) => value !== text) ?? text;
  };
}

function isText(type: ValueType, text: string): boolean {
  switch (type.kind) {
    case 'primitive':
      return type.name === 'string';
    case 'enum':
      return type.values.includes(text);
    case 'union':
      return type.members.some((member) => isText(member, text));
    case 'schema':
      return isText(type.shape, text);
    default:
      return false;
  }
}
