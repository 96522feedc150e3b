import type { ValidatorMetadata } from './field-clues.js';
import type { ValueType } from './value-type.js';

/** The type that a validator of class-validator proves; undefined when it says nothing about the type. */
export function typeOfValidator({ name }: ValidatorMetadata): ValueType | undefined {
  return name === undefined ? undefined : byName.get(name);
}

const integer: ValueType = { kind: 'primitive', name: 'integer' };
const number: ValueType = { kind: 'primitive', name: 'number' };
const boolean: ValueType = { kind: 'primitive', name: 'boolean' };
const string: ValueType = { kind: 'primitive', name: 'string' };
const json: ValueType = { kind: 'primitive', name: 'json' };
const date: ValueType = { kind: 'date' };

// The validators that pass only for texts, as far as class-validator 0.14 and 0.15 have them.
const textValidators =
  `isString contains notContains isAlpha isAlphanumeric isAscii isBIC isBase32 isBase58 isBase64
  isBooleanString isBtcAddress isByteLength isCreditCard isCurrency isDataURI isDateString isDecimal isEAN isEmail
  isEthereumAddress IsFirebasePushId isFqdn isFullWidth isHSL isHalfWidth isHash isHexColor isHexadecimal isIBAN isIp
  isIsbn isIsin isISO31661Alpha2 isISO31661Alpha3 isISO31661Numeric isISO4217CurrencyCode isISO6391 isIso8601 isISRC
  isISSN isIdentityCard isJson isJwt isLength isLocale isLowercase isMacAddress isMagnetURI isMilitaryTime isMimeType
  isMobilePhone isMongoId isMultibyte isNumberString isOctal isPassportNumber isPhoneNumber isPort isPostalCode
  isRFC3339 isRgbColor isSemVer isStrongPassword isSurrogatePair isTaxId isTimeZone isUppercase isUrl isUuid
  isVariableWidth matches maxLength minLength`.split(/\s+/);

const byName: ReadonlyMap<string, ValueType> = new Map<string, ValueType>([
  ['isInt', integer],
  ['isNumber', number],
  ['isPositive', number],
  ['isNegative', number],
  ['isDivisibleBy', number],
  ['min', number],
  ['max', number],
  ['isBoolean', boolean],
  ['isDate', date],
  ['minDate', date],
  ['maxDate', date],
  ['isObject', json],
  ['isNotEmptyObject', json],
  ...textValidators.map((name) => [name, string] as const),
]);
