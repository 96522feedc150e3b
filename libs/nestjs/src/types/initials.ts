import type { Direction } from './field-clues.js';
import type { DtoClass } from './type-declaration.js';
import { refuse, type Refusal } from './type-problem.js';

/** The own properties of a new instance, with what the constructor puts there. */
export interface Initials {
  readonly kind: 'initials';
  readonly values: ReadonlyMap<string, unknown>;
}

/**
 * Constructs a DTO once. An output may be a class that needs arguments, since this package never constructs it;
 * then nothing is known of initial values.
 */
export function readInitials(type: DtoClass, direction: Direction): Initials | Refusal {
  try {
    const instance: unknown = Reflect.construct(type, []);
    return { kind: 'initials', values: new Map(Object.entries(instance as object)) };
  } catch (error) {
    if (direction === 'output') return { kind: 'initials', values: new Map() };
    const reason = error instanceof Error ? error.message : String(error);
    return refuse(
      `it cannot be constructed without arguments (${reason})`,
      'Inputs are made by `new`, so give their constructor no parameters',
    );
  }
}
