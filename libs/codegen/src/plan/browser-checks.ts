/** JSON. */
export type Data = string | number | boolean | null | readonly Data[] | { readonly [name: string]: Data };

/** One constraint as the browser checks it: a piece of `@mizan/client/constraints`, or a pattern. */
export type BrowserCheck =
  | { readonly kind: 'piece'; readonly piece: string; readonly args: readonly Data[]; readonly code?: string }
  | { readonly kind: 'pattern'; readonly source: string; readonly flags: string };

/**
 * How a constraint is checked by the browser.
 * - `same`: as the server does.
 * - `partly`: what it refuses, the server refuses as well.
 */
export type Agreement = 'same' | 'partly';

export interface ConstraintCheck {
  readonly agreement: Agreement;
  /** Undefined where it is left to the server, as with options that the browser does not know; nothing where it always holds. */
  readonly plan: (args: readonly Data[]) => readonly BrowserCheck[] | undefined;
}

type Entry = readonly [name: string, check: ConstraintCheck];

const isNumber = (value: Data | undefined): value is number => typeof value === 'number';
const isCount = (value: Data): boolean => isNumber(value) && Number.isInteger(value) && value >= 0;
const isText = (value: Data | undefined): value is string => typeof value === 'string';
const isOpen = (value: Data | undefined): value is { readonly [name: string]: Data } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isAbsent = (value: Data | undefined): boolean =>
  value === undefined || (isOpen(value) && Object.keys(value).length === 0);
const areScalars = (value: Data | undefined): value is readonly Data[] =>
  Array.isArray(value) && value.every((one) => typeof one !== 'object' || one === null);

const piece = (name: string, ...args: readonly Data[]): BrowserCheck => ({
  kind: 'piece',
  piece: name,
  args,
});

/** Checked as it is, when its arguments are of these kinds. */
function same(names: string, ...kinds: readonly ((arg: Data | undefined) => boolean)[]): readonly Entry[] {
  return names.split(' ').map((name) => [
    name,
    {
      agreement: 'same',
      plan: (args) =>
        kinds.every((isKind, index) => isKind(args[index]))
          ? [piece(name, ...args.slice(0, kinds.length))]
          : undefined,
    },
  ]);
}

function patternOf(name: string, source: string, flags = '', agreement: Agreement = 'same'): Entry {
  const check: BrowserCheck = { kind: 'pattern', source, flags };
  // With options it is another one.
  return [name, { agreement, plan: (args) => (args.every(isAbsent) ? [check] : undefined) }];
}

/** A pattern that depends on the first argument. */
function patternBy(
  name: string,
  sourceOf: (option: Data | undefined) => string | undefined,
  flags = '',
): Entry {
  const plan = (args: readonly Data[]): readonly BrowserCheck[] | undefined => {
    const source = sourceOf(args[0]);
    return source === undefined ? undefined : [{ kind: 'pattern', source, flags }];
  };
  return [name, { agreement: 'same', plan }];
}

const planned = (name: string, agreement: Agreement, plan: ConstraintCheck['plan']): Entry => [
  name,
  { agreement, plan },
];

/** Two bounds, of which the upper one may be missing. */
function bounds(lower: string, upper: string): ConstraintCheck['plan'] {
  return ([min, max]) => {
    if (!isNumber(min) || !(max === undefined || isNumber(max))) return undefined;
    return [
      { kind: 'piece', piece: lower, args: [min], code: 'min_length' },
      ...(max === undefined
        ? []
        : [{ kind: 'piece', piece: upper, args: [max], code: 'max_length' } as const]),
    ];
  };
}

// What decides about an address in the browser: of the name before the @, that it has no space and none of the signs
// that have to be quoted; of the domain, that it has a dot and ends in letters.
// Others than these spaces are signs as any to the server.
const space = String.raw` \t-\r`;
const namePart = String.raw`[^${space}@".(),:;<>[\\\]]+`;
const domain = String.raw`(?:[^${space}@.]{1,63}\.)+(?:[^${space}@.\d_-]{2,}|xn[a-z0-9-]{2,})`;
const email = String.raw`^(?=[^]{1,254}$)(?:"[^]*"|${namePart}(?:\.${namePart})*)@${domain}$`;
const hexDigits = (count: number): string => `[0-9A-F]{${count}}`;
const uuid = (version: string, variant: string): string =>
  `^${hexDigits(8)}-${hexDigits(4)}-${version}${hexDigits(3)}-${variant}${hexDigits(3)}-${hexDigits(12)}$`;

const hashLengths: ReadonlyMap<Data | undefined, number> = new Map<Data | undefined, number>([
  ...['md4', 'md5', 'ripemd128', 'tiger128'].map((name) => [name, 32] as const),
  ...['sha1', 'ripemd160', 'tiger160'].map((name) => [name, 40] as const),
  ...['crc32', 'crc32b'].map((name) => [name, 8] as const),
  ['tiger192', 48],
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

function strongPassword(options: Data | undefined): string | undefined {
  const given = options ?? {};
  if (!isOpen(given)) return undefined;
  const least = { minLength: 8, minLowercase: 1, minUppercase: 1, minNumbers: 1, minSymbols: 1, ...given };
  const { minLength, minLowercase, minUppercase, minNumbers, minSymbols, ...others } = least;
  const counts = [minLength, minLowercase, minUppercase, minNumbers, minSymbols];
  if (Object.keys(others).length > 0 || !counts.every(isCount)) return undefined;
  const some = (kind: string, count: Data): string =>
    `(?=(?:[^${kind}]*[${kind}]){${JSON.stringify(count)}})`;
  const kinds = [
    some('a-z', minLowercase),
    some('A-Z', minUppercase),
    some('0-9', minNumbers),
    some(String.raw`-#!$@£%^&*()_+|~=\`{}[\]:";'<>?,./\\ `, minSymbols),
  ];
  return `^${kinds.join('')}[^]{${JSON.stringify(minLength)},}$`;
}

/**
 * The constraints that a browser checks, by their names in class-validator and the few of ours; all others are the
 * server's alone. What is said here is printed into `docs/guide/forms.md`, and proven value by value.
 */
export const constraintChecks: ReadonlyMap<string, ConstraintCheck> = new Map<string, ConstraintCheck>([
  ...same(
    'arrayNotEmpty isArray isInt isPositive isNegative isString isBoolean isEmpty isLowercase isUppercase isJson isDate',
  ),
  ...same('minLength maxLength minUnits maxTrimmed min max arrayMinSize arrayMaxSize maxSize', isNumber),
  ...same('contains notContains', isText),
  ...same('isIn isNotIn isChoice arrayContains arrayNotContains', areScalars),
  ...same('equals notEquals', (arg) => arg !== undefined && (typeof arg !== 'object' || arg === null)),
  ...same('isDivisibleBy', (arg) => isNumber(arg) && Number.isInteger(arg)),
  // Of what is there. Texts that are not filled in are not there; open data may hold one.
  planned('isDefined', 'same', () => []),
  planned('isNotEmpty', 'same', () => [{ kind: 'piece', piece: 'notEquals', args: [''], code: 'required' }]),
  planned('isEnum', 'same', ([entity]) => {
    const values = isOpen(entity) ? Object.values(entity) : undefined;
    return areScalars(values) ? [piece('isEnum', values)] : undefined;
  }),
  planned('isLength', 'same', bounds('minLength', 'maxLength')),
  // Half a pair of surrogates has no bytes to the server.
  planned('isByteLength', 'partly', bounds('minBytes', 'maxBytes')),
  planned('isNumber', 'same', ([options]) => {
    if (isAbsent(options)) return [piece('isNumber')];
    if (
      !isOpen(options) ||
      Object.entries(options).some(([name, value]) => name !== 'maxDecimalPlaces' || !isNumber(value))
    )
      return undefined;
    return [piece('isNumber', options)];
  }),
  planned('matches', 'same', ([source, flags = '']) =>
    // One that is sticky is not the same twice, and older browsers do not know `v`.
    isText(source) && isText(flags) && /^[dgimsu]*$/.test(flags)
      ? [
          piece(
            'matches',
            source,
            ...(flags === '' ? [] : [flags.replaceAll(/[dg]/g, '')]).filter((one) => one !== ''),
          ),
        ]
      : undefined,
  ),
  // Two that are the same stay so, whatever tells them apart.
  planned('arrayUnique', 'partly', () => [piece('arrayUnique')]),
  patternBy('isAlpha', (locale) => (isEnglish(locale) ? '^[A-Z]+$' : undefined), 'i'),
  patternBy('isAlphanumeric', (locale) => (isEnglish(locale) ? '^[0-9A-Z]+$' : undefined), 'i'),
  patternOf('isAscii', String.raw`^[\x00-\x7F]+$`),
  patternOf('isBase32', '^(?=(?:.{8})+$)[A-Z2-7]+=*$'),
  patternOf('isBase58', '^[A-HJ-NP-Za-km-z1-9]*$'),
  patternOf('isBase64', '^(?=(?:.{4})+$)[A-Za-z0-9+/]+={0,2}$'),
  patternOf('isBooleanString', '^(?:true|false|1|0)$'),
  patternOf('isDecimal', String.raw`^[-+]?(?=[0-9.])[0-9]*(?:\.[0-9]+)?$`),
  patternOf('isEthereumAddress', '^0x[0-9a-f]{40}$', 'i'),
  patternOf('IsFirebasePushId', '^[a-zA-Z0-9_-]{20}$'),
  patternOf('isFullWidth', wide(true)),
  patternOf('isHalfWidth', wide(false)),
  patternOf('isVariableWidth', `^(?=[^]*${wide(true)})[^]*${wide(false)}`),
  patternBy('isHash', (algorithm) => {
    const length = hashLengths.get(algorithm);
    return length === undefined ? undefined : `^[a-fA-F0-9]{${length}}$`;
  }),
  patternOf('isHexColor', '^#?(?:[0-9A-F]{3,4}|[0-9A-F]{6}|[0-9A-F]{8})$', 'i'),
  patternOf('isHexadecimal', '^(?:0[xh])?[0-9A-F]+$', 'i'),
  patternOf('isISRC', String.raw`^[A-Z]{2}[0-9A-Z]{3}\d{7}$`),
  patternOf('isJwt', String.raw`^(?:[A-Za-z0-9_-]*\.){2}[A-Za-z0-9_-]*$`),
  patternOf(
    'isMacAddress',
    String.raw`^(?:[\da-f]{2}([-:\s])(?:[\da-f]{2}\1){4}(?:[\da-f]{2}\1[\da-f]{2}\1)?[\da-f]{2}|(?:[\da-f]{4}\.){2,3}[\da-f]{4})$`,
    'i',
  ),
  patternOf('isMilitaryTime', String.raw`^(?:[01]\d|2[0-3]):?[0-5]\d$`),
  patternOf('isMongoId', '^(?=.{24}$)(?:0[xh])?[0-9A-F]+$', 'i'),
  patternOf('isMultibyte', String.raw`[^\x00-\x7F]`),
  patternBy('isNumberString', (options) => {
    if (isAbsent(options)) return String.raw`^[+-]?(?:[0-9]*\.)?[0-9]+$`;
    return isOpen(options) && options['no_symbols'] === true ? '^[0-9]+$' : undefined;
  }),
  patternOf('isOctal', '^(?:0o)?[0-7]+$', 'i'),
  patternOf(
    'isPort',
    String.raw`^(?:\+?(?:0|[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])|-0)$`,
  ),
  patternOf(
    'isRFC3339',
    String.raw`^\d{4}-(?:0[1-9]|1[0-2])-(?:[12]\d|0[1-9]|3[01])[ tT](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[zZ]|[-+](?:[01]\d|2[0-3]):[0-5]\d)$`,
  ),
  patternBy('isStrongPassword', strongPassword),
  patternOf('isSurrogatePair', String.raw`[\ud800-\udbff][\udc00-\udfff]`),
  patternBy(
    'isUuid',
    (version) => {
      if (isNumber(version) || (isText(version) && /^[1-8]$/.test(version)))
        return /^[1-8]$/.test(String(version)) ? uuid(String(version), '[89AB]') : undefined;
      if (version === undefined || version === 'all')
        return `(?:${uuid('[1-8]', '[89AB]')}|^0{8}-(?:0{4}-){3}0{12}$|^f{8}-(?:f{4}-){3}f{12}$)`;
      return version === 'loose' ? uuid('[0-9A-F]', '[0-9A-F]') : undefined;
    },
    'i',
  ),
  patternOf('isEmail', email, 'i', 'partly'),
  patternOf('isFqdn', `^${domain}$`, 'i', 'partly'),
  // A dot in the host, or an address of IPv6.
  patternOf('isUrl', String.raw`^(?!mailto:)(?=[^]{1,2084}$)[^\s<>]*[.[][^\s<>]*$`, '', 'partly'),
  ...['isIso8601', 'isDateString'].map((name) =>
    planned(name, 'partly', () => [
      { kind: 'pattern', source: String.raw`^[+-]?\d{4}[-\d\sTWzZ:.,+]*$`, flags: '' },
    ]),
  ),
]);

function isEnglish(locale: Data | undefined): boolean {
  return locale === undefined || (isText(locale) && /^en-(?:AU|GB|HK|IN|NZ|US|ZA|ZM)$/.test(locale));
}

function wide(isWide: boolean): string {
  return String.raw`[${isWide ? '^' : ''}\u0020-\u007e\uff61-\uffdc\uffe8-\uffee]`;
}
