const wireName = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

/**
 * Whether a function, context or channel may have this name on the wire (PROTOCOL 1): ASCII letters, digits,
 * `_`, `.` and `-`, not beginning with `.` or `-`. A leading digit is allowed, as in `2fa.verify`.
 */
export function isWireName(name: string): boolean {
  return wireName.test(name);
}

/**
 * The wire name of a TypeScript method: `closeTicket` → `close_ticket`, `getHTTPStatus` → `get_http_status`.
 * A name that is snake_case already stays as it is.
 */
export function toWireName(method: string): string {
  return method
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1_$2')
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1_$2')
    .toLowerCase();
}

/** The camel name of a wire name (PROTOCOL 1): `find_2nd_user` → `find2NdUser`, `contact.schema` → `contactSchema`. */
export function toCamelName(wire: string): string {
  const [first = '', ...rest] = wire.split(/[._-]/);
  return first + rest.map(toTitleCase).join('');
}

/** The pascal name of a channel (PROTOCOL 1): `live.prices` → `LivePrices`. */
export function toPascalName(wire: string): string {
  return wire.split(/[._-]/).map(toTitleCase).join('');
}

function toTitleCase(part: string): string {
  return part.replace(
    /(\p{L})(\p{L}*)/gu,
    (_run, first: string, rest: string) => first.toUpperCase() + rest.toLowerCase(),
  );
}

/** Orders two texts by code point, as the whole protocol sorts; JavaScript's `<` goes by UTF-16 unit instead. */
export function compareCodePoints(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return rankOfUnit(left) - rankOfUnit(right);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above every other unit. */
function rankOfUnit(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
