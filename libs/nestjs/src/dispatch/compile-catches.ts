import { nestMetadata } from '../declare/nest-metadata.js';

/**
 * Whether one of these filters, classes or instances, takes an error: by its `@Catch`, as Nest finds it. What none of
 * them takes is not shown to Nest, which would log it once more than we do.
 */
export function compileCatches(filters: readonly unknown[]): (error: unknown) => boolean {
  const caught = filters.map(caughtBy);
  if (caught.some((types) => types.length === 0)) return () => true;
  const types = caught.flat();
  return (error) => types.some((type) => error instanceof type);
}

type ErrorClass = abstract new (...args: never[]) => unknown;

function caughtBy(filter: unknown): readonly ErrorClass[] {
  const prototype: unknown =
    typeof filter === 'function' ? filter.prototype : Reflect.getPrototypeOf(Object(filter));
  if (typeof prototype !== 'object' || prototype === null) return [];
  const types: unknown = Reflect.getMetadata(nestMetadata.caught, prototype.constructor);
  // `@Catch` is the only writer of this key; a filter without it, or without types in it, takes everything.
  return (types ?? []) as readonly ErrorClass[];
}
