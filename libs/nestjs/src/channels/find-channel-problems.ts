import { readAuthRule } from '../auth/auth.decorator.js';
import { nestMetadata } from '../declare/nest-metadata.js';
import type { BootProblem } from '../errors/index.js';
import { isDtoClass } from '../types/type-of-class.js';
import { isSchema } from '../types/type-declaration.js';
import type { ChannelTypes } from './channel-class.js';
import type { ChannelRecord } from './channel-record.js';

// Records, so that the compiler misses one that is added.
const types: Readonly<Record<keyof ChannelTypes, true>> = {
  params: true,
  clientMessage: true,
  serverMessage: true,
};
const methods = ['authorize', 'group', 'receive', 'onJoin', 'onLeave'] as const;

/** What is wrong with a channel by itself, whatever its types. */
export function findChannelProblems(record: ChannelRecord): readonly BootProblem[] {
  return [
    ...findTypeProblems(record),
    ...findMethodProblems(record),
    ...findEnhancers(record),
    ...(isScoped(record) ? [scoped(record.className)] : []),
  ];
}

function findTypeProblems({ channelClass, className }: ChannelRecord): readonly BootProblem[] {
  return Object.keys(types).flatMap((name) => {
    if (!(name in channelClass)) return [];
    const declaration: unknown = Reflect.get(channelClass, name);
    return isDtoClass(declaration) || isSchema(declaration)
      ? []
      : [noType(`${className}.${name}`, declaration)];
  });
}

function findMethodProblems({ channelClass, className }: ChannelRecord): readonly BootProblem[] {
  const has = (method: (typeof methods)[number]) => typeof channelClass.prototype[method] === 'function';
  const problems: BootProblem[] = [];
  if (!has('authorize')) problems.push(withoutAuthorize(className));
  if (has('receive') && channelClass.clientMessage === undefined) problems.push(withoutMessage(className));
  if (!has('receive') && channelClass.clientMessage !== undefined) problems.push(withoutReceive(className));
  return problems;
}

// They would silently not run.
function findEnhancers({ channelClass, className }: ChannelRecord): readonly BootProblem[] {
  const holders = [channelClass, ...methods.map((method): unknown => channelClass.prototype[method])];
  const keys = [nestMetadata.guards, nestMetadata.interceptors, nestMetadata.filters, '__pipes__'];
  const isEnhanced = holders.some(
    (holder) => typeof holder === 'function' && keys.some((key) => Reflect.hasMetadata(key, holder)),
  );
  const hasRule = holders.some(
    (holder) => typeof holder === 'function' && readAuthRule(holder, channelClass) !== undefined,
  );
  return isEnhanced || hasRule ? [enhanced(className)] : [];
}

function isScoped({ host }: ChannelRecord): boolean {
  return host.isTransient || !host.isDependencyTreeStatic();
}

function noType(where: string, declaration: unknown): BootProblem {
  const because = declaration === undefined ? 'it is undefined' : 'it is neither a DTO class nor a schema';
  return {
    where,
    problem: because,
    fix: 'Give a DTO class or a Standard Schema; where it is undefined, imports go in a circle.',
  };
}

function withoutAuthorize(where: string): BootProblem {
  return {
    where,
    problem: 'it does not say who may listen',
    fix: 'Give it a method `authorize(params, who)`; return true for everybody.',
  };
}

function withoutMessage(where: string): BootProblem {
  return {
    where,
    problem: 'it has `receive`, but does not say what clients send',
    fix: 'Declare it: static readonly clientMessage = …, a DTO class or a schema.',
  };
}

function withoutReceive(where: string): BootProblem {
  return {
    where,
    problem: 'it says what clients send, but takes nothing',
    fix: 'Give it a method `receive(params, message, who)`, or drop clientMessage.',
  };
}

function enhanced(where: string): BootProblem {
  return {
    where,
    problem: 'guards, interceptors, pipes, filters and auth rules do not run around channels',
    fix: 'Say in `authorize(params, who)` who may listen, and take the decorators off.',
  };
}

function scoped(where: string): BootProblem {
  return {
    where,
    problem: 'it is made for each request, and a channel outlives them',
    fix: 'Make it a singleton: inject nothing of request or transient scope.',
  };
}
