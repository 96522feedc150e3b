import type { ApplicationConfig } from '@nestjs/core';
import type { BootProblem } from '../errors/index.js';
import { interceptorsOf } from './enhancers.js';
import type { FunctionRecord } from './function-record.js';

/**
 * Finds `CacheInterceptor` of @nestjs/cache-manager around functions: it takes the URL for the function, and so would
 * give one function of a bundle the answer of another, and one caller that of another.
 */
export function findUrlCaches(
  records: readonly FunctionRecord[],
  config: ApplicationConfig,
): readonly BootProblem[] {
  const cached = records.filter((record) => interceptorsOf(record, config).some(isUrlCache));
  return cached.map(({ className, methodName }) => ({
    where: `${className}.${methodName}`,
    problem:
      'CacheInterceptor runs around it and keeps answers by URL, which is the same for many functions and callers',
    fix: 'Bind it to the controllers that need it; or extend it, and let trackBy return undefined where isMizanCall(context).',
  }));
}

// One that brings a `trackBy` of its own has been adapted. Looked up by name: the package is not a dependency.
function isUrlCache(interceptor: unknown): boolean {
  const prototype: unknown =
    typeof interceptor === 'function' ? interceptor.prototype : Reflect.getPrototypeOf(Object(interceptor));
  for (let link = prototype; typeof link === 'object' && link !== null; link = Reflect.getPrototypeOf(link)) {
    if (Object.hasOwn(link, 'trackBy')) return link.constructor.name === 'CacheInterceptor';
  }
  return false;
}
