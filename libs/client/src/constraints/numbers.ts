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
    isFigure(value) && Number.isFinite(value) && decimalsOf(value) <= maxDecimalPlaces,
);

export const isDivisibleBy = /* @__PURE__ */ constraint(
  'isDivisibleBy',
  'invalid',
  // The divisor is taken as a whole number, as class-validator does.
  (value, divisor: number) => isFigure(value) && value % Math.trunc(divisor) === 0,
);

/** As class-validator counts them, in how the number is written; of those with an exponent alone there is no end. */
function decimalsOf(value: number): number {
  return value % 1 === 0 ? 0 : (String(value).split('.')[1]?.length ?? Infinity);
}

function isFigure(value: unknown): value is number {
  return typeof value === 'number';
}
