import { compileTextConverter } from '../../input/convert-text.js';
import { MizanFile, RefusedFile } from '../../uploads/index.js';
import { presentType, type ValueType } from '../../types/value-type.js';
import { parseJson } from '../../input/parse-json.js';

/**
 * Makes of what a form sends what its declared type is (PROTOCOL 11): form data is text at heart, in JSON too. What does
 * not convert stays as it is, so that the check that follows says what is wrong with it.
 */
export type CoerceValue = (value: unknown) => unknown;

export function compileCoercion(type: ValueType): CoerceValue {
  const present = presentType(type);
  if (present.kind === 'list') return coerceList(present.item);
  const isText = present.kind === 'enum' || (present.kind === 'primitive' && present.name === 'string');
  if (isText) return (value) => (isScalar(value) ? String(value) : value);
  const convert = compileTextConverter(present);
  const isBoolean = present.kind === 'primitive' && present.name === 'boolean';
  return (value) => {
    if (typeof value === 'string')
      return convert(present.kind === 'primitive' && present.name === 'json' ? value : value.trim());
    return isBoolean && typeof value === 'number' ? convert(String(value)) : value;
  };
}

/**
 * One text alone is a list of one, as a browser sends a single choice, or the whole list as JSON, as it stands beside
 * files. Texts without content are none.
 */
function coerceList(item: ValueType): CoerceValue {
  const coerce = compileCoercion(item);
  return (sent) => {
    const value = listOf(sent) ?? sent;
    if (!Array.isArray(value)) return isScalar(value) || isFile(value) ? [coerce(value)] : value;
    return value.filter((one) => one !== '').map(coerce);
  };
}

function listOf(sent: unknown): readonly unknown[] | undefined {
  const value = typeof sent === 'string' ? parseJson(sent) : sent;
  return Array.isArray(value) ? value : undefined;
}

/** A file, or what stands for one that was not taken. */
function isFile(value: unknown): boolean {
  return value instanceof MizanFile || value instanceof RefusedFile;
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
