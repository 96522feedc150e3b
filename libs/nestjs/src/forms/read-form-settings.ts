import { inspect } from 'node:util';
import { type BootProblem, MizanBootError } from '../errors/index.js';
import type { FormSettings, FormsOptions } from './forms-options.js';

// A record, so that the compiler misses one that is added.
const known: Readonly<Record<keyof FormsOptions, true>> = { translate: true };

/** @throws MizanBootError with everything that is wrong */
export function readFormSettings(options: FormsOptions | undefined): FormSettings {
  if (options === undefined) return { translate: undefined };
  const problems = findProblems(options);
  if (problems.length > 0) throw new MizanBootError(problems);
  return { translate: options.translate };
}

// Unchecked: not everybody compiles with types.
function findProblems(options: unknown): readonly BootProblem[] {
  if (typeof options !== 'object' || options === null)
    return [
      { where: 'forms', problem: `it is ${inspect(options)}`, fix: 'Give an object, or leave it out.' },
    ];
  const problems: BootProblem[] = Object.keys(options)
    .filter((name) => !Object.hasOwn(known, name))
    .map((name) => ({
      where: `forms.${name}`,
      problem: 'there is no such option',
      fix: 'Leave it out, or correct its name.',
    }));
  const translate: unknown = Reflect.get(options, 'translate');
  if (translate !== undefined && typeof translate !== 'function') {
    problems.push({
      where: 'forms.translate',
      problem: `it is ${inspect(translate)}`,
      fix: 'Give (text, call) => string, or leave it out.',
    });
  }
  return problems;
}
