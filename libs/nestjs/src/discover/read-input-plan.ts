import { type ArgMetadata, readArgs } from '../declare/arg.decorator.js';
import type { FunctionMetadata } from '../declare/function-metadata.js';
import { nestMetadata } from '../declare/nest-metadata.js';
import type { BootProblem } from '../errors/index.js';
import type { ArgDeclaration } from '../input/input-declaration.js';
import type { TypeDeclaration } from '../types/type-declaration.js';
import { isDtoClass } from '../types/type-of-class.js';
import type { HostClass, InputPlan } from './function-record.js';
import { findForeignParameters } from './read-nest-parameters.js';
import { MizanFile } from '../uploads/index.js';

/** What {@link readInputPlan} found; a plan that cannot work comes with the reasons. */
export interface InputReading {
  readonly plan: InputPlan;
  readonly problems: readonly BootProblem[];
}

const nothing: InputPlan = { declaration: { kind: 'none' }, places: [] };

/**
 * How a method takes its input: `@Arg` parameters by name, or the one parameter without a decorator as a DTO
 * class or as the output of `input: schema`. Parameters that Nest fills are left to it.
 */
export function readInputPlan(host: HostClass, methodName: string, metadata: FunctionMetadata): InputReading {
  const where = `${host.name}.${methodName}`;
  const types = readParameterTypes(host, methodName);
  const args = readArgs(host.prototype, methodName);
  const foreign = findForeignParameters(host, methodName);
  const taken = new Set([...foreign.indexes, ...args.map((arg) => arg.index)]);
  const count = types?.length ?? parameterCount(host, methodName);
  const bare = Array.from({ length: count }, (_, index) => index).filter((index) => !taken.has(index));
  const problems = [...foreign.problems];

  if (types === undefined && bare.length > 0) {
    return { plan: nothing, problems: [...problems, noTypes(where)] };
  }
  if (args.length > 0) {
    if (metadata.input !== undefined) problems.push(schemaBesideArgs(where));
    if (bare.length > 0) problems.push(bareBesideArgs(where, bare));
    return withProblems(problems, () => planArgs(where, args, types ?? []));
  }
  if (bare.length > 1) return { plan: nothing, problems: [...problems, severalBare(where, bare)] };
  const end = Math.max(count, ...foreign.indexes.map((index) => index + 1));
  return withProblems(problems, () => planWhole(where, bare[0], end, types ?? [], metadata));
}

function withProblems(problems: readonly BootProblem[], read: () => InputReading): InputReading {
  const reading = read();
  return { plan: reading.plan, problems: [...problems, ...reading.problems] };
}

function readParameterTypes(host: HostClass, methodName: string): readonly unknown[] | undefined {
  const types: unknown = Reflect.getMetadata(nestMetadata.parameterTypes, host.prototype, methodName);
  return Array.isArray(types) ? types : undefined;
}

function parameterCount(host: HostClass, methodName: string): number {
  const method: unknown = Reflect.get(host.prototype, methodName);
  return typeof method === 'function' ? method.length : 0;
}

function planWhole(
  where: string,
  index: number | undefined,
  end: number,
  types: readonly unknown[],
  { input }: FunctionMetadata,
): InputReading {
  if (input !== undefined) {
    // A method without a parameter for it gets it behind its parameters: what is declared is checked all the same.
    const places = [{ index: index ?? end }];
    return { plan: { declaration: { kind: 'schema', schema: input }, places }, problems: [] };
  }
  if (index === undefined) return { plan: nothing, problems: [] };
  const type = types[index];
  if (!isDtoClass(type)) return { plan: nothing, problems: [notAClass(where, index, type)] };
  return { plan: { declaration: { kind: 'class', type }, places: [{ index }] }, problems: [] };
}

function planArgs(where: string, args: readonly ArgMetadata[], types: readonly unknown[]): InputReading {
  const problems: BootProblem[] = [];
  const declared: ArgDeclaration[] = [];
  for (const arg of args) {
    if (declared.some(({ name }) => name === arg.name)) problems.push(sameName(where, arg.name));
    const type = arg.type ?? readArgType(types[arg.index]);
    if (type === undefined) problems.push(argWithoutType(where, arg.name));
    else declared.push(declareArg(arg, type));
  }
  const places = args.map(({ index, name }) => ({ index, argument: name }));
  return { plan: { declaration: { kind: 'args', args: declared }, places }, problems };
}

function declareArg(arg: ArgMetadata, type: TypeDeclaration): ArgDeclaration {
  const { name, index } = arg;
  if (arg.default !== undefined) return { name, index, type, required: false, default: arg.default };
  return { name, index, type, required: arg.optional !== true };
}

function readArgType(type: unknown): TypeDeclaration | undefined {
  if (type === String) return 'string';
  if (type === Number) return 'number';
  if (type === Boolean) return 'boolean';
  if (type === MizanFile) return MizanFile;
  return isDtoClass(type) ? type : undefined;
}

function noTypes(where: string): BootProblem {
  return {
    where,
    problem: 'the compiler left no types of its parameters',
    fix: 'Compile with emitDecoratorMetadata (tsc, swc or oxc); esbuild and tsx cannot emit it.',
  };
}

function schemaBesideArgs(where: string): BootProblem {
  return {
    where,
    problem: 'the option `input` and @Arg parameters both declare the input',
    fix: 'Keep one: drop `input`, or take the whole input as one undecorated parameter.',
  };
}

function bareBesideArgs(where: string, indexes: readonly number[]): BootProblem {
  return {
    where,
    problem: `parameter ${indexes.join(', ')} has no decorator while others have @Arg`,
    fix: 'Give every parameter of the input its @Arg.',
  };
}

function severalBare(where: string, indexes: readonly number[]): BootProblem {
  return {
    where,
    problem: `parameters ${indexes.join(', ')} have no decorator, but the input is one value`,
    fix: 'Take one DTO, or give each parameter an @Arg with its name.',
  };
}

function notAClass(where: string, index: number, type: unknown): BootProblem {
  const shown = typeof type === 'function' ? type.name : String(type);
  return {
    where,
    problem: `parameter ${index} is the input, but its type at run time is ${shown}`,
    fix: "Use a DTO class, `input: schema`, or @Arg('name') for a single value; an interface leaves nothing to read.",
  };
}

function argWithoutType(where: string, name: string): BootProblem {
  return {
    where,
    problem: `the type of argument "${name}" cannot be read from the parameter`,
    fix: `Say it: @Arg('${name}', 'integer'), a DTO class, [Type] for a list, nullable(Type).`,
  };
}

function sameName(where: string, name: string): BootProblem {
  return { where, problem: `two parameters are the argument "${name}"`, fix: 'Give each its own name.' };
}
