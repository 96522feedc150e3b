import { nestMetadata, requestParameter } from '../declare/nest-metadata.js';
import { IdentityPipe } from '../identity/identity.pipe.js';
import type { FunctionRecord } from './function-record.js';
import { readNestParameters } from './read-nest-parameters.js';

/** What a function gets to know of the request beside its input. */
export interface RequestUses {
  /** It has a parameter with `@Identity()`. */
  readonly identity: boolean;
  /** What else it reads, in words; empty for most. */
  readonly others: readonly string[];
}

const decoratorNames: Readonly<Record<keyof typeof requestParameter, string>> = {
  request: '@Req()',
  response: '@Res()',
  headers: '@Headers()',
  session: '@Session()',
  ip: '@Ip()',
  rawBody: '@RawBody()',
};

const names = new Map(
  Object.entries(requestParameter).map(([use, type]) => [
    String(type),
    // The entries of a record have its keys.
    decoratorNames[use as keyof typeof requestParameter],
  ]),
);

/** Reads the decorators of the method's parameters. A class of request scope is asked for by {@link isScoped}. */
export function readRequestUses({ hostClass, methodName }: FunctionRecord): RequestUses {
  const others: string[] = [];
  let identity = false;
  for (const [key, { pipes }] of Object.entries(readNestParameters(hostClass, methodName))) {
    if (!key.includes(nestMetadata.customParameter)) {
      others.push(names.get(key.split(':', 1)[0] ?? '') ?? 'a parameter decorator of Nest');
    } else if (pipes?.includes(IdentityPipe) === true) {
      identity = true;
    } else {
      others.push('a parameter decorator of the app');
    }
  }
  return { identity, others };
}

/** Whether the class, or anything that it is made of, is made anew for a request or for each use. */
export function isScoped({ host }: FunctionRecord): boolean {
  return host.isTransient || !host.isDependencyTreeStatic();
}
