import { presentType, type ValueType } from './value-type.js';

/** Whether an initial value that is not null fits its type, as far as one can see without its parts. */
export function isDefaultOf(initial: unknown, type: ValueType): boolean {
  const present = presentType(type);
  switch (present.kind) {
    case 'primitive':
      return primitiveChecks[present.name](initial);
    case 'enum':
      return typeof initial === 'string' && present.values.includes(initial);
    case 'date':
      return initial instanceof Date;
    case 'list':
      return (
        Array.isArray(initial) && initial.every((item) => item === null || isDefaultOf(item, present.item))
      );
    case 'union':
      return present.members.some((member) => isDefaultOf(initial, member));
    case 'dto':
    case 'ref':
      return typeof initial === 'object' && !Array.isArray(initial);
    case 'schema':
      return true;
    case 'upload':
      return false;
  }
}

const primitiveChecks = {
  integer: Number.isSafeInteger,
  number: Number.isFinite,
  boolean: (value: unknown) => typeof value === 'boolean',
  string: (value: unknown) => typeof value === 'string',
  json: () => true,
} as const satisfies Record<string, (value: unknown) => boolean>;
