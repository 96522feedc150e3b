export { each, known } from './constraint.js';
export { isDate } from './dates.js';
export { conditional, nullable, required, untouched } from './field.js';
export { file, maxSize } from './file.js';
export { formSchema } from './form-schema.js';
export { list, object, rows } from './groups.js';
export {
  arrayContains,
  arrayMaxSize,
  arrayMinSize,
  arrayNotContains,
  arrayNotEmpty,
  arrayUnique,
  isArray,
} from './lists.js';
export { isDivisibleBy, isInt, isNegative, isNumber, isPositive, max, min } from './numbers.js';
export { anything, checkbox, choice, date, integer, json, number, text } from './scalars.js';
export {
  contains,
  isJson,
  isLowercase,
  isUppercase,
  matches,
  maxBytes,
  maxLength,
  maxTrimmed,
  minBytes,
  minLength,
  minUnits,
  notContains,
  pattern,
} from './texts.js';
export {
  equals,
  isBoolean,
  isChoice,
  isEmpty,
  isEnum,
  isIn,
  isNotIn,
  isString,
  notEquals,
} from './values.js';

export type { Constraint, MakeConstraint } from './constraint.js';
export type { Field, Fields } from './field.js';
export type { GeneratedSchema } from './form-schema.js';
