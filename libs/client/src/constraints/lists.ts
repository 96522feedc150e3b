import { constraint } from './constraint.js';

type Scalar = string | number | boolean | null;

export const isArray = /* @__PURE__ */ constraint('isArray', 'invalid', isList);

export const arrayNotEmpty = /* @__PURE__ */ constraint(
  'arrayNotEmpty',
  'required',
  (value) => isList(value) && value.length > 0,
);

export const arrayMinSize = /* @__PURE__ */ constraint(
  'arrayMinSize',
  'min_length',
  (value, min: number) => isList(value) && value.length >= min,
);

export const arrayMaxSize = /* @__PURE__ */ constraint(
  'arrayMaxSize',
  'max_length',
  (value, max: number) => isList(value) && value.length <= max,
);

export const arrayUnique = /* @__PURE__ */ constraint(
  'arrayUnique',
  'invalid',
  (value) => isList(value) && value.every((one, index) => value.indexOf(one) === index),
);

export const arrayContains = /* @__PURE__ */ constraint(
  'arrayContains',
  'invalid',
  (value, items: readonly Scalar[]) => isList(value) && items.every((one) => value.includes(one)),
);

export const arrayNotContains = /* @__PURE__ */ constraint(
  'arrayNotContains',
  'invalid',
  (value, items: readonly Scalar[]) => isList(value) && !items.some((one) => value.includes(one)),
);

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
