const anyText = '<text>';
const secret = 'secret internals';

/**
 * What a vector expects, with each `<text>` that is met replaced by what is there, so that a plain comparison with
 * the actual value shows nothing but real differences. In `details.fields` a path may stop at the list and the number
 * of messages is free, as long as there is one.
 */
export function fillIn(expected: unknown, actual: unknown): unknown {
  if (expected === anyText) return isFreeText(actual) ? actual : 'any text without internals';
  if (Array.isArray(expected)) {
    const items: readonly unknown[] = Array.isArray(actual) ? actual : [];
    return expected.map((item, index) => fillIn(item, items[index]));
  }
  if (!isRecord(expected)) return expected;
  const actualRecord = isRecord(actual) ? actual : {};
  const entries = Object.entries(expected).map(([key, value]) => {
    const found = actualRecord[key];
    return [key, key === 'fields' ? fillInFields(value, found) : fillIn(value, found)];
  });
  return Object.fromEntries(entries);
}

/** `{ "filter.states.0": ["<text>"] }` is also met by `{ "filter.states": ["a", "b"] }`. */
function fillInFields(expected: unknown, actual: unknown): unknown {
  if (!isRecord(expected) || !isRecord(actual)) return expected;
  const entries = Object.entries(expected).map(([path, messages]) => {
    const atList = path.replace(/\.\d+(\..*)?$/, '');
    const key = !Object.hasOwn(actual, path) && Object.hasOwn(actual, atList) ? atList : path;
    return [key, fillInMessages(messages, actual[key])];
  });
  return Object.fromEntries(entries);
}

function fillInMessages(expected: unknown, actual: unknown): unknown {
  const isFree = Array.isArray(expected) && expected.every((message) => message === anyText);
  const isMet = Array.isArray(actual) && actual.length > 0 && actual.every(isFreeText);
  return isFree && isMet ? actual : expected;
}

function isFreeText(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && !value.includes(secret);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
