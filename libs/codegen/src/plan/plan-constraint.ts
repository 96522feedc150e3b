import {
  choiceText,
  constraintTexts,
  type FormConstraint,
  type FormFieldNode,
  valueText,
} from '@mizan/protocol';

import { type BrowserCheck, constraintChecks, type Data } from './browser-checks.js';

/** One call of a piece of `@mizan/client/constraints`. */
export interface PlannedConstraint {
  readonly piece: string;
  /** What it is given, in order. */
  readonly args: readonly Data[];
  /** What it goes by, where that is not by the piece. */
  readonly known?: { readonly name?: string; readonly code?: string; readonly args?: readonly Data[] };
  readonly each: boolean;
}

/** The codes of pieces that are not `invalid`. */
const codes: ReadonlyMap<string, string> = new Map([
  ['arrayNotEmpty', 'required'],
  ['isIn', 'invalid_choice'],
  ['isEnum', 'invalid_choice'],
  ['isChoice', 'invalid_choice'],
  ...['minLength', 'minUnits', 'minBytes', 'arrayMinSize'].map((name) => [name, 'min_length'] as const),
  ...['maxLength', 'maxTrimmed', 'maxBytes', 'arrayMaxSize'].map((name) => [name, 'max_length'] as const),
  ...['min', 'isPositive'].map((name) => [name, 'min_value'] as const),
  ...['max', 'isNegative'].map((name) => [name, 'max_value'] as const),
]);

/** What a browser checks of a constraint: nothing, where it is left to the server. */
export function planConstraint(
  constraint: FormConstraint,
  { label, choices = [] }: Pick<FormFieldNode, 'label' | 'choices'>,
): readonly PlannedConstraint[] {
  const { name } = constraint;
  const args = name === 'isChoice' ? [choices.map(({ value }) => value)] : parseAll(constraint.args);
  const checks = args && constraintChecks.get(name)?.plan(args);
  return (checks ?? []).map((check) => planCheck(check, constraint, args ?? [], label));
}

function planCheck(
  check: BrowserCheck,
  constraint: FormConstraint,
  args: readonly Data[],
  label: string,
): PlannedConstraint {
  const { name, each } = constraint;
  const own = (check.kind === 'piece' ? (check.code ?? codes.get(check.piece)) : undefined) ?? 'invalid';
  const code = constraint.code === 'length' ? own : constraint.code;
  const message = messageOf(constraint, args, code, label);
  if (check.kind === 'pattern') {
    const flags = check.flags === '' ? [] : [check.flags];
    return {
      piece: 'pattern',
      args: [name, message, check.source, ...flags],
      ...(code !== 'invalid' || args.length > 0
        ? { known: { ...(code !== 'invalid' && { code }), args } }
        : {}),
      each,
    };
  }
  const isOwn = check.piece === name && JSON.stringify(check.args) === JSON.stringify(args);
  const pieceCode = codes.get(check.piece) ?? 'invalid';
  const known = {
    ...(check.piece !== name && { name }),
    ...(code !== pieceCode && { code }),
    ...(!isOwn && { args }),
  };
  return {
    piece: check.piece,
    args: [message, ...check.args],
    ...(Object.keys(known).length > 0 && { known }),
    each,
  };
}

/** Constraints of ours that are told as others are. */
const likeOthers: ReadonlyMap<string, string> = new Map([
  ['minUnits', 'minLength'],
  ['maxTrimmed', 'maxLength'],
]);

/** What the server says: words of the app, else those of the protocol. Marks are filled in, but for the value. */
function messageOf(
  { name, message }: FormConstraint,
  args: readonly Data[],
  code: string,
  label: string,
): string {
  if (name === 'isChoice') return choiceText;
  if (message === undefined)
    return constraintTexts.get(likeOthers.get(name) ?? name)?.(args, code) ?? valueText;
  return message.replaceAll(/\$constraint(\d+)|\$property/g, (mark, number: string | undefined) => {
    if (number === undefined) return label;
    const arg = args[Number(number) - 1];
    return arg === undefined || arg === null ? mark : asText(arg);
  });
}

/** As `String` has it. */
function asText(value: Data): string {
  if (Array.isArray(value)) return value.map((one: Data) => (one === null ? '' : asText(one))).join(',');
  return typeof value === 'object' ? '[object Object]' : String(value);
}

/** The values of JSON texts; undefined when one is none. */
function parseAll(texts: readonly string[]): readonly Data[] | undefined {
  try {
    // What `JSON.parse` gives is this type.
    return texts.map((text) => JSON.parse(text) as Data);
  } catch {
    return undefined;
  }
}
