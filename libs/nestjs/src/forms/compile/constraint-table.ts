/** Codes of the protocol for what is wrong with a field (PROTOCOL 11). An app may have others of its own. */
export type ConstraintCode =
  'required' | 'invalid' | 'invalid_choice' | 'min_length' | 'max_length' | 'min_value' | 'max_value';

/** `length`: too short or too long, depending on the value. */
type TableEntry = ConstraintCode | 'length';

function all(code: TableEntry, names: string): readonly (readonly [string, TableEntry])[] {
  return names.split(/\s+/).map((name) => [name, code] as const);
}

/**
 * The code of every constraint of class-validator 0.14 and 0.15, by its name there. `isOptional` has none, since it
 * never fails.
 */
export const constraintTable: ReadonlyMap<string, TableEntry> = new Map([
  ...all('required', 'isDefined isNotEmpty arrayNotEmpty isNotEmptyObject'),
  ...all('invalid_choice', 'isIn isEnum'),
  ...all('min_length', 'minLength arrayMinSize'),
  ...all('max_length', 'maxLength arrayMaxSize'),
  ...all('length', 'isLength isByteLength'),
  ...all('min_value', 'min minDate isPositive'),
  ...all('max_value', 'max maxDate isNegative'),
  ...all(
    'invalid',
    `isLatLong isLatitude isLongitude equals notEquals isEmpty isNotIn isDivisibleBy contains notContains isAlpha
    isAlphanumeric isDecimal isAscii isBase64 isCreditCard isCurrency isEmail isFqdn isFullWidth isHalfWidth
    isVariableWidth isHexColor isHexadecimal isMacAddress isIp isPort isIsbn isIsin isIso8601 isJson isJwt isLowercase
    isMobilePhone isISO31661Alpha2 isISO31661Alpha3 isISO31661Numeric isMongoId isMultibyte isSurrogatePair isUrl isUuid
    IsFirebasePushId isUppercase matches isPhoneNumber isMilitaryTime isHash isISSN isDateString isBooleanString
    isNumberString isBase32 isBIC isBtcAddress isDataURI isEAN isEthereumAddress isHSL isIBAN isIdentityCard isISRC
    isLocale isMagnetURI isMimeType isOctal isPassportNumber isPostalCode isRFC3339 isRgbColor isSemVer isStrongPassword
    isTimeZone isBase58 isTaxId isISO4217CurrencyCode isISO6391 isBoolean isDate isNumber isInt isString isArray isObject
    arrayContains arrayNotContains arrayUnique isInstance`,
  ),
]);
