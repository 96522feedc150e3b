import { choiceText, dateText, numberText, truthText, wholeNumberText } from '@mizan/protocol';

import type { Constraint } from './constraint.js';
import { type Field, fieldOf, unread } from './field.js';

type Constraints = readonly Constraint[];

export function text(...constraints: Constraints): Field {
  return fieldOf(toText, constraints);
}

/** A date, as text. */
export function date(...constraints: Constraints): Field {
  return fieldOf(toText, constraints, dateText);
}

/** One of some texts. */
export function choice(values: readonly string[], ...constraints: Constraints): Field {
  const read = (raw: unknown) => {
    const value = toText(raw);
    return values.some((one) => one === value) ? value : unread;
  };
  return fieldOf(read, constraints, choiceText, 'invalid_choice');
}

export function number(...constraints: Constraints): Field {
  return fieldOf(toNumber, constraints, numberText);
}

export function integer(...constraints: Constraints): Field {
  return fieldOf(toInteger, constraints, wholeNumberText);
}

export function checkbox(...constraints: Constraints): Field {
  return fieldOf(toTruth, constraints, truthText);
}

/** Open data: a text is taken as JSON where it is some. */
export function json(...constraints: Constraints): Field {
  return fieldOf(toJson, constraints);
}

/** Data whose type the browser leaves to the server. */
export function anything(...constraints: Constraints): Field {
  return fieldOf((raw) => raw, constraints);
}

function toText(raw: unknown): unknown {
  const isScalar = typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean';
  return isScalar ? String(raw) : unread;
}

function toNumber(raw: unknown): unknown {
  const isNumeral =
    typeof raw === 'string' && /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(raw);
  const value = isNumeral ? Number(raw) : raw;
  return Number.isFinite(value) ? value : unread;
}

function toInteger(raw: unknown): unknown {
  // A text says how it was meant: `1.0` and `1e3` are no whole numbers.
  if (typeof raw === 'string' && !/^\s*[+-]?\d+\s*$/.test(raw)) return unread;
  const value = toNumber(raw);
  return Number.isSafeInteger(value) ? value : unread;
}

function toTruth(raw: unknown): unknown {
  if (typeof raw === 'boolean') return raw;
  if (typeof raw !== 'string' && typeof raw !== 'number') return unread;
  const word = String(raw).trim().toLowerCase();
  if (/^(true|1|on|yes|t|y)$/.test(word)) return true;
  return /^(false|0|off|no|f|n)$/.test(word) ? false : unread;
}

/** What is no JSON stays as it is. */
export function toJson(raw: unknown): unknown {
  if (typeof raw !== 'string') return raw;
  try {
    return JSON.parse(raw);
  } catch {
    return raw;
  }
}
