import type { Direction } from './field-clues.js';
import type { DtoClass } from './type-declaration.js';
import { Refusal } from './refusal.js';

/** The own properties of a new instance, with what the constructor puts there. */
export type Initials = ReadonlyMap<string, unknown>;

/**
 * Constructs a DTO once. An output may be a class that needs arguments, since this package never constructs it;
 * then nothing is known of initial values.
 */
export function readInitials(type: DtoClass, direction: Direction): Initials | Refusal {
  try {
    const instance: unknown = Reflect.construct(type, []);
    return new Map(Object.entries(instance as object));
  } catch (error) {
    if (direction === 'output') return new Map();
    const reason = error instanceof Error ? error.message : String(error);
    return new Refusal(
      `it cannot be constructed without arguments (${reason})`,
      'Inputs are made by `new`, so give their constructor no parameters',
    );
  }
}
