import type { ApplicationConfig } from '@nestjs/core';
import { nestMetadata } from '../declare/nest-metadata.js';
import type { FunctionRecord } from './function-record.js';

type EnhancedFunction = Pick<FunctionRecord, 'method' | 'hostClass'>;

/** The interceptors around a function, as classes or instances: global ones, its class's, its own. */
export function interceptorsOf(record: EnhancedFunction, config: ApplicationConfig): readonly unknown[] {
  const scoped = config.getGlobalRequestInterceptors().map(({ metatype }) => metatype);
  return [...config.getGlobalInterceptors(), ...scoped, ...boundTo(record, nestMetadata.interceptors)];
}

/** The guards before a function, in the same way. */
export function guardsOf(record: EnhancedFunction, config: ApplicationConfig): readonly unknown[] {
  const scoped = config.getGlobalRequestGuards().map(({ metatype }) => metatype);
  return [...config.getGlobalGuards(), ...scoped, ...boundTo(record, nestMetadata.guards)];
}

/** The filters around a function, in the same way. */
export function filtersOf(record: EnhancedFunction, config: ApplicationConfig): readonly unknown[] {
  const scoped = config.getGlobalRequestFilters().map(({ metatype }) => metatype);
  return [...config.getGlobalFilters(), ...scoped, ...boundTo(record, nestMetadata.filters)];
}

/** The pipes of all parameters of a function, in the same way. */
export function pipesOf(record: EnhancedFunction, config: ApplicationConfig): readonly unknown[] {
  const scoped = config.getGlobalRequestPipes().map(({ metatype }) => metatype);
  return [...config.getGlobalPipes(), ...scoped, ...boundTo(record, nestMetadata.pipes)];
}

function boundTo({ method, hostClass }: EnhancedFunction, key: string): readonly unknown[] {
  return [hostClass, method].flatMap((holder): readonly unknown[] => {
    const enhancers: unknown = Reflect.getMetadata(key, holder);
    return Array.isArray(enhancers) ? enhancers : [];
  });
}

/** What an enhancer is called in messages: its class, of which it may be an instance. */
export function enhancerName(enhancer: unknown): string {
  const type = typeof enhancer === 'function' ? enhancer : classOfEnhancer(enhancer);
  return typeof type === 'function' && type.name !== '' ? type.name : 'without a name';
}

/** The class of an enhancer that stands as an instance. */
export function classOfEnhancer(enhancer: unknown): unknown {
  return typeof enhancer === 'object' && enhancer !== null ? enhancer.constructor : undefined;
}
