import { ownFunctionNames } from '../declare/function-metadata.js';
import type { HostClass, ProviderWrapper } from './function-record.js';

/** The class that Nest constructs for a provider, unless it is a factory, a value or an alias. */
export function readHostClass({ metatype, isAlias, isNotMetatype }: ProviderWrapper): HostClass | undefined {
  if (isAlias || isNotMetatype || typeof metatype !== 'function') return undefined;
  // A provider's metatype that is no factory is a class.
  return metatype as HostClass;
}

/** Names of all function methods that a prototype has, inherited ones first, each once. */
export function listFunctionNames(prototype: object): readonly string[] {
  const chain: object[] = [];
  for (let link: object | null = prototype; link !== null; link = Reflect.getPrototypeOf(link))
    chain.unshift(link);
  return [...new Set(chain.flatMap(ownFunctionNames))];
}
