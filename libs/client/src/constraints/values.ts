import { constraint } from './constraint.js';

type Scalar = string | number | boolean | null;

export const isIn = /* @__PURE__ */ constraint('isIn', 'invalid_choice', isOneOf);

/** The values of an enum, with the names that a numeric one has among them. */
export const isEnum = /* @__PURE__ */ constraint('isEnum', 'invalid_choice', isOneOf);

/** One of the choices of the field, as texts. */
export const isChoice = /* @__PURE__ */ constraint(
  'isChoice',
  'invalid_choice',
  (value, values: readonly string[]) => values.includes(String(value)),
);

export const isNotIn = /* @__PURE__ */ constraint(
  'isNotIn',
  'invalid',
  (value, values: readonly Scalar[]) => !isOneOf(value, values),
);

export const equals = /* @__PURE__ */ constraint(
  'equals',
  'invalid',
  (value, wanted: Scalar) => value === wanted,
);

export const notEquals = /* @__PURE__ */ constraint(
  'notEquals',
  'invalid',
  (value, unwanted: Scalar) => value !== unwanted,
);

export const isEmpty = /* @__PURE__ */ constraint('isEmpty', 'invalid', (value) => value === '');

export const isString = /* @__PURE__ */ constraint(
  'isString',
  'invalid',
  (value) => typeof value === 'string',
);

export const isBoolean = /* @__PURE__ */ constraint(
  'isBoolean',
  'invalid',
  (value) => typeof value === 'boolean',
);

function isOneOf(value: unknown, values: readonly Scalar[]): boolean {
  return values.some((one) => one === value);
}
