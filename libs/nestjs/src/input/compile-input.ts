import type { Field } from '@mizan/protocol';
import type { Site, TypeCatalog } from '../types/type-catalog.js';
import type { InputDeclaration } from './input-declaration.js';
import { isRecord, readFields } from './read-fields.js';
import { Place } from './place.js';
import { type InputPlan, planInput } from './plan-input.js';
import { readQuery } from './read-query.js';

/** An input that is right. */
export interface ReadInput {
  /** For the method: an instance of the DTO, what the schema puts out, or a record by the names of arguments. */
  readonly value: unknown;
  /** What was really sent of the declared names, converted: null counts, defaults do not. */
  readonly sent: Readonly<Record<string, unknown>>;
}

/** How the input of one function is read. Both ways throw, or reject with, ValidationFailed. */
export interface InputReader {
  readonly fields: readonly Field[];
  /** @param args a value of JSON, whose types must be right; null and undefined are an empty object. */
  readJson(args: unknown): ReadInput | Promise<ReadInput>;
  /** Converts texts by declared type; of a repeated name the last counts, but for lists. */
  readText(params: URLSearchParams): ReadInput | Promise<ReadInput>;
}

/**
 * Computes, once at boot, how a function's input is read: its shape is checked by compiled code, then constraints of
 * class-validator, or the schema.
 */
export function compileInput(declaration: InputDeclaration, catalog: TypeCatalog, site: Site): InputReader {
  const fields = catalog.describeInput(declaration, site);
  const plan = planInput(declaration, catalog, site);
  return {
    fields,
    readJson: (args) => read(plan, args ?? {}, args ?? {}),
    readText: (params) => {
      const { converted, raw } = readQuery(plan.texts, params);
      return read(plan, converted, raw);
    },
  };
}

function read(plan: InputPlan, source: unknown, raw: unknown): ReadInput | Promise<ReadInput> {
  const place = Place.root();
  if (!isRecord(source) || !isRecord(raw)) {
    place.issues.add([], 'must be an object');
    throw place.issues.toError();
  }
  const target = plan.target();
  const sent: Record<string, unknown> = {};
  readFields(plan.fields, source, target, place, sent);
  place.issues.throwIfAny();
  const value = plan.finish(target, source, raw);
  return value instanceof Promise
    ? value.then((settled: unknown) => ({ value: settled, sent }))
    : { value, sent };
}
