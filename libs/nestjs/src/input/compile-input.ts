import type { Field, SentArguments } from '@mizan/protocol';
import type { Site, TypeCatalog } from '../types/type-catalog.js';
import type { FilePolicies, MultipartArgs } from '../uploads/index.js';
import { findAltered } from './find-altered.js';
import type { InputDeclaration } from './input-declaration.js';
import { isRecord } from './is-record.js';
import { readFields } from './read-fields.js';
import { Place } from './place.js';
import { type InputPlan, planInput } from './plan-input.js';
import { readMultipart } from './read-multipart.js';
import { readQuery } from './read-query.js';

/** An input that is right. */
export interface ReadInput {
  /** For the method: an instance of the DTO, what the schema puts out, or a record by the names of arguments. */
  readonly value: unknown;
  /** What was really sent of the declared names, converted: null counts, defaults do not. */
  readonly sent: SentArguments;
}

/** How the input of one function is read. Both ways throw, or reject with, ValidationFailed. */
export interface InputReader {
  readonly fields: readonly Field[];
  /** @param args a value of JSON, whose types must be right; null and undefined are an empty object. */
  readJson(args: unknown): ReadInput | Promise<ReadInput>;
  /** Converts texts by declared type; of a repeated name the last counts, but for lists. */
  readText(params: URLSearchParams): ReadInput | Promise<ReadInput>;
  /** The same, where a name may also have a file, and be a path. */
  readMultipart(args: MultipartArgs): ReadInput | Promise<ReadInput>;
  /**
   * What {@link readJson} or {@link readText} would find to be sent, without constraints and without waiting.
   * Undefined when a shape is wrong, or when texts may mean more than what they convert to; never throws.
   */
  peekJson(args: unknown): SentArguments | undefined;
  peekText(params: URLSearchParams): SentArguments | undefined;
  peekMultipart(args: MultipartArgs): SentArguments | undefined;
  /** What is expected of files. */
  readonly files: FilePolicies;
  /**
   * The names of what was sent of which a method gets something else.
   *
   * @param got what it gets for its input, or for one argument
   */
  findAltered(sent: SentArguments, got: unknown, argument?: string): readonly string[];
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
    peekJson: (args) => peek(plan, args ?? {}),
    peekText: (params) => {
      const { converted, raw } = readQuery(plan.texts, params);
      return plan.seesTexts && !isPlain(raw, converted) ? undefined : peek(plan, converted);
    },
    readMultipart: (args) => {
      const { converted, raw } = readMultipart(plan.parts, args);
      return read(plan, converted, raw);
    },
    peekMultipart: (args) => {
      const { converted, raw } = readMultipart(plan.parts, args);
      return plan.seesTexts && !isPlain(raw, converted) ? undefined : peek(plan, converted);
    },
    files: plan.files,
    findAltered: (sent, got, argument) => {
      if (argument === undefined) return findAltered(plan.fields, sent, got);
      const own = plan.fields.filter(({ name }) => name === argument);
      return findAltered(own, sent, { [argument]: got });
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

function peek(plan: InputPlan, source: unknown): SentArguments | undefined {
  if (!isRecord(source)) return undefined;
  const place = Place.root();
  const sent: Record<string, unknown> = {};
  try {
    readFields(plan.fields, source, {}, place, sent);
  } catch {
    // A schema or a constructor of the app that throws does so when the input is read.
    return undefined;
  }
  return place.issues.isEmpty ? sent : undefined;
}

/** Whether each text is just how its value is written, so that whoever sees the text learns nothing more. */
function isPlain(raw: object, converted: object): boolean {
  const values: Readonly<Record<string, unknown>> = { ...converted };
  return Object.entries(raw).every(([name, text]) => text === String(values[name]));
}
