import { nestMetadata, requestParameter } from '../declare/nest-metadata.js';
import type { BootProblem } from '../errors/index.js';
import type { HostClass } from './function-record.js';

/** Parameters that Nest fills, and those of them that mean nothing in a function. */
export interface ForeignParameters {
  readonly indexes: readonly number[];
  readonly problems: readonly BootProblem[];
}

/** A record by `type:index`, as Nest's parameter decorators write it. */
export type NestParameters = Readonly<
  Record<string, { readonly index: number; readonly pipes?: readonly unknown[] }>
>;

const known: ReadonlySet<string> = new Set(Object.values(requestParameter).map(String));

// Nest's `RouteParamtypes` by number. Uploads never arrive: a call is JSON.
const names: Readonly<Record<string, string>> = {
  2: '@Next',
  3: '@Body',
  4: '@Query',
  5: '@Param',
  8: '@UploadedFile',
  9: '@UploadedFiles',
  10: '@HostParam',
};

export function readNestParameters(host: HostClass, methodName: string): NestParameters {
  const parameters: unknown = Reflect.getMetadata(nestMetadata.parameters, host, methodName);
  // Nest's decorators are the only writers of this key.
  return (parameters ?? {}) as NestParameters;
}

export function findForeignParameters(host: HostClass, methodName: string): ForeignParameters {
  const parameters = Object.entries(readNestParameters(host, methodName));
  const where = `${host.name}.${methodName}`;
  const problems = parameters.flatMap(([key]) => {
    const type = key.split(':', 1)[0] ?? '';
    if (known.has(type) || key.includes(nestMetadata.customParameter)) return [];
    return [routeParameter(where, names[type] ?? 'a parameter decorator')];
  });
  return { indexes: parameters.map(([, { index }]) => index), problems };
}

function routeParameter(where: string, decorator: string): BootProblem {
  return {
    where,
    problem: `${decorator} reads from a route, and a function has none`,
    fix: "Take the input as one undecorated DTO parameter, or each argument by @Arg('name').",
  };
}
