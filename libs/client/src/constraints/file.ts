import { fileText } from '@mizan/protocol';

import { constraint, type Constraint } from './constraint.js';
import { type Field, fieldOf, unread } from './field.js';

export function file(...constraints: readonly Constraint[]): Field {
  return fieldOf((raw) => (raw instanceof Blob ? raw : unread), constraints, fileText);
}

/** In bytes. What is in a file is looked at by the server. */
export const maxSize = /* @__PURE__ */ constraint(
  'maxSize',
  'invalid',
  (value, bytes: number) => !(value instanceof Blob) || value.size <= bytes,
);
