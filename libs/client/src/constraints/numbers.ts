import { constraint } from './constraint.js';

export const min = /* @__PURE__ */ constraint(
  'min',
  'min_value',
  (value, bound: number) => isFigure(value) && value >= bound,
);

export const max = /* @__PURE__ */ constraint(
  'max',
  'max_value',
  (value, bound: number) => isFigure(value) && value <= bound,
);

export const isPositive = /* @__PURE__ */ constraint(
  'isPositive',
  'min_value',
  (value) => isFigure(value) && value > 0,
);

export const isNegative = /* @__PURE__ */ constraint(
  'isNegative',
  'max_value',
  (value) => isFigure(value) && value < 0,
);

export const isInt = /* @__PURE__ */ constraint('isInt', 'invalid', (value) => Number.isInteger(value));

/** A number that is finite, with so many digits after the point at most. */
export const isNumber = /* @__PURE__ */ constraint(
  'isNumber',
  'invalid',
  (value, { maxDecimalPlaces = Infinity }: { readonly maxDecimalPlaces?: number } = {}) =>
    isFigure(value) && Number.isFinite(value) && (decimalsOf(value) ?? 0) <= maxDecimalPlaces,
);

export const isDivisibleBy = /* @__PURE__ */ constraint(
  'isDivisibleBy',
  'invalid',
  // The divisor is taken as a whole number, as class-validator does.
  (value, divisor: number) => isFigure(value) && value % Math.trunc(divisor) === 0,
);

/** Undefined for whole numbers, and those that are written with an exponent: these are left to the server. */
function decimalsOf(value: number): number | undefined {
  return value % 1 === 0 ? undefined : String(value).split('.')[1]?.length;
}

function isFigure(value: unknown): value is number {
  return typeof value === 'number';
}
