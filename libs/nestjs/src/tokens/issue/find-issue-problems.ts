import { inspect } from 'node:util';
import type { BootProblem } from '../../errors/index.js';
import type { JwtOptions } from '../tokens-options.js';

/** What is wrong with the options that say how JWTs are refreshed. */
export function findIssueProblems({ rotate, rotationStore, sessions }: JwtOptions): readonly BootProblem[] {
  const problems: BootProblem[] = [];
  if (rotate !== undefined && typeof rotate !== 'boolean') {
    problems.push({
      where: 'tokens.jwt.rotate',
      problem: `it is ${inspect(rotate)}`,
      fix: 'Give true or false; a store is the option rotationStore.',
    });
  }
  if (rotate === false && rotationStore !== undefined) {
    problems.push({
      where: 'tokens.jwt.rotationStore',
      problem: 'it would keep nothing, since refresh tokens do not rotate',
      fix: 'Leave it out, or leave `rotate: false` out.',
    });
  }
  if (rotationStore !== undefined && !hasMethods(rotationStore, ['read', 'swap'])) {
    problems.push({
      where: 'tokens.jwt.rotationStore',
      problem: 'it is no rotation store: it has no read() and swap()',
      fix: "Give redisRotation({ url }) of '@mizan/nestjs/redis', or leave it out.",
    });
  }
  problems.push(...(rotationStore?.problems ?? []));
  if (sessions !== undefined && sessions !== false && !hasMethods(sessions, ['idOf', 'exists'])) {
    problems.push({
      where: 'tokens.jwt.sessions',
      problem: 'they cannot be asked: there is no idOf() and exists()',
      fix: 'Give requestSessions(), your own TokenSessions, or false for an app without sessions.',
    });
  }
  return problems;
}

// What JavaScript may give is wider than the type.
function hasMethods(value: unknown, names: readonly string[]): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    names.every((name) => typeof Reflect.get(value, name) === 'function')
  );
}
