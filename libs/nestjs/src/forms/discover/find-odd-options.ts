import { inspect } from 'node:util';
import type { BootProblem } from '../../errors/index.js';

type Finding = Omit<BootProblem, 'where'>;

/** What an option may be. Not everybody compiles with types. */
export interface OptionKind {
  readonly wanted: string;
  is(value: unknown): boolean;
}

/** Of such an option more is said elsewhere. */
export const anything: OptionKind = { wanted: 'anything', is: () => true };
export const text: OptionKind = { wanted: 'a text', is: (value) => typeof value === 'string' };
export const flag: OptionKind = { wanted: 'true or false', is: (value) => typeof value === 'boolean' };
export const count: OptionKind = { wanted: 'a number', is: (value) => Number.isFinite(value) };
export const texts: OptionKind = {
  wanted: 'a list of texts',
  is: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
};

/** Options that there are not, or that are not what they may be: they would silently be nothing, or something else. */
export function findOddOptions(
  where: string,
  options: object,
  kinds: Readonly<Record<string, OptionKind>>,
): Finding[] {
  return Object.entries(options).flatMap(([option, value]): Finding[] => {
    if (!Object.hasOwn(kinds, option)) return [unknown(where, option)];
    const kind = kinds[option];
    if (kind === undefined || value === undefined || kind.is(value)) return [];
    return [
      {
        problem: `${where} has ${inspect(value)} for '${option}'`,
        fix: `Give ${kind.wanted}, or leave it out.`,
      },
    ];
  });
}

function unknown(where: string, option: string): Finding {
  return { problem: `${where} has no option '${option}'`, fix: 'Leave it out, or correct its name.' };
}
