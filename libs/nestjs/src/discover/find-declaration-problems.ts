import { countAuthRules } from '../auth/auth.decorator.js';
import type { FunctionMetadata } from '../declare/function-metadata.js';
import type { BootProblem } from '../errors/index.js';

/** What is wrong with the decorators of a function by themselves, whatever its types. */
export function findDeclarationProblems(
  where: string,
  method: object,
  { hollow }: FunctionMetadata,
): readonly BootProblem[] {
  const problems = hollow.map((option) => withoutValue(where, option));
  return countAuthRules(method) > 1 ? [...problems, severalRules(where)] : problems;
}

function withoutValue(where: string, option: string): BootProblem {
  return {
    where,
    problem: `its option \`${option}\` names something that is undefined`,
    fix: 'Leave the option out, or break the circle of imports: keep contexts and rules in files of their own.',
  };
}

function severalRules(where: string): BootProblem {
  return {
    where,
    problem: 'it has more than one auth rule',
    fix: 'Keep one: the option `auth` of @MizanClient, or @Auth.',
  };
}
