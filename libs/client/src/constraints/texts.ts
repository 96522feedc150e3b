import { textLength } from '@mizan/protocol';

import { type Constraint, constraint } from './constraint.js';

export const minLength = /* @__PURE__ */ constraint(
  'minLength',
  'min_length',
  (value, min: number) => isText(value) && textLength(value) >= min,
);

export const maxLength = /* @__PURE__ */ constraint(
  'maxLength',
  'max_length',
  (value, max: number) => isText(value) && textLength(value) <= max,
);

/** In units of UTF-16. */
export const minUnits = /* @__PURE__ */ constraint(
  'minUnits',
  'min_length',
  (value, min: number) => isText(value) && value.length >= min,
);

/** Without spaces around. */
export const maxTrimmed = /* @__PURE__ */ constraint(
  'maxTrimmed',
  'max_length',
  (value, max: number) => isText(value) && textLength(value.trim()) <= max,
);

/** In bytes of UTF-8. */
export const minBytes = /* @__PURE__ */ constraint(
  'isByteLength',
  'min_length',
  (value, min: number) => isText(value) && byteLength(value) >= min,
);

export const maxBytes = /* @__PURE__ */ constraint(
  'isByteLength',
  'max_length',
  (value, max: number) => isText(value) && byteLength(value) <= max,
);

export const contains = /* @__PURE__ */ constraint(
  'contains',
  'invalid',
  (value, part: string) => isText(value) && value.includes(part),
);

export const notContains = /* @__PURE__ */ constraint(
  'notContains',
  'invalid',
  (value, part: string) => isText(value) && !value.includes(part),
);

export const isLowercase = /* @__PURE__ */ constraint(
  'isLowercase',
  'invalid',
  (value) => isText(value) && value === value.toLowerCase(),
);

export const isUppercase = /* @__PURE__ */ constraint(
  'isUppercase',
  'invalid',
  (value) => isText(value) && value === value.toUpperCase(),
);

/** An object or a list, as JSON. */
export const isJson = /* @__PURE__ */ constraint('isJson', 'invalid', (value) => {
  try {
    const parsed: unknown = isText(value) ? JSON.parse(value) : undefined;
    return typeof parsed === 'object' && parsed !== null;
  } catch {
    return false;
  }
});

/** A pattern that this browser does not know is left to the server. */
export const matches = /* @__PURE__ */ constraint(
  'matches',
  'invalid',
  (value, source: string, flags?: string) => isText(value) && (compile(source, flags)?.test(value) ?? true),
);

/** A constraint that is a pattern: the name, what is said, the pattern and its flags. */
export function pattern(name: string, message: string, source: string, flags?: string): Constraint {
  return { ...matches(message, source, flags), name, args: [] };
}

function compile(source: string, flags: string | undefined): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
