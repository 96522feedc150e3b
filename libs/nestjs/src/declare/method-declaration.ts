/** A method that a decorator stands on. */
export interface DecoratedMethod<Method> {
  readonly name: string;
  readonly method: Method & object;
}

/**
 * The method that is decorated. Of a property, the compiler lets a getter and a static one pass as well.
 *
 * @param decorator as it stands in the source, for messages
 * @throws TypeError on anything but a method of instances that has a name
 */
export function requireMethod<Method>(
  decorator: string,
  prototype: object,
  methodName: string | symbol,
  descriptor: TypedPropertyDescriptor<Method> | undefined,
): DecoratedMethod<Method> {
  const isStatic = typeof prototype === 'function';
  const className: string = (isStatic ? prototype : prototype.constructor).name;
  const where = `${decorator} on ${className}.${String(methodName)}`;
  if (isStatic)
    throw new TypeError(`${where}: it is static, and functions run on an instance; drop \`static\``);
  if (typeof methodName !== 'string') throw new TypeError(`${where}: name the method by a string`);
  const method = descriptor?.value;
  if (typeof method === 'function') return { name: methodName, method };
  throw new TypeError(`${where}: it is no method; make it one, \`${methodName}() { … }\``);
}

/** An option that may be one or several, as a list without gaps. */
export function toList<Item>(one: Item | readonly Item[] | undefined): readonly Item[] {
  if (one === undefined || one === null) return [];
  return isList(one) ? one.filter((item) => !isNothing(item)) : [one];
}

/** Whether an option was given that must not silently be as if it was left out. */
export function isHollow(value: unknown): boolean {
  return Array.isArray(value) ? value.some(isNothing) : isNothing(value);
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

function isList<Item>(value: Item | readonly Item[]): value is readonly Item[] {
  return Array.isArray(value);
}
