import { type BootProblem, findShortSecret } from '../errors/index.js';

export interface CsrfOptions {
  /**
   * Signs CSRF tokens; at least 32 bytes. Name one when several processes answer for one site, since each
   * has its own otherwise and refuses the tokens of the others; a restart then outdates no token either.
   * @default random, for the life of the process
   */
  readonly secret?: string;
  /**
   * The cookie that holds the session. Tokens are bound to its value.
   * @default all cookies of the request but `csrftoken`: no library's name for it is taken for granted, at the
   * price that a token is outdated when any cookie changes. A client then reads `session/` again.
   */
  readonly sessionCookie?: string;
  /**
   * Other origins whose pages may call, as `https://app.example.org`. CORS is the app's own matter.
   * @default none
   */
  readonly allowedOrigins?: readonly string[];
}

/** What is wrong with the option `csrf`. */
export function findCsrfProblems(options: CsrfOptions = {}): readonly BootProblem[] {
  const { secret, sessionCookie, allowedOrigins = [] } = options;
  const problems: BootProblem[] = [];
  const short = secret === undefined ? undefined : findShortSecret(Buffer.byteLength(secret));
  if (short !== undefined) problems.push({ where: 'csrf.secret', ...short });
  if (sessionCookie !== undefined && !/^[!#$%&'*+.^`|~\w-]+$/.test(sessionCookie)) {
    problems.push({
      where: 'csrf.sessionCookie',
      problem: `'${sessionCookie}' is no name of a cookie`,
      fix: "Give the name alone, like 'connect.sid'.",
    });
  }
  return [...problems, ...allowedOrigins.filter(isNoOrigin).map(wrongOrigin)];
}

function isNoOrigin(origin: string): boolean {
  return origin.includes('*') || !URL.canParse(origin) || new URL(origin).origin !== origin;
}

function wrongOrigin(origin: string): BootProblem {
  return {
    where: 'csrf.allowedOrigins',
    problem: `'${origin}' is no origin`,
    fix: "Write scheme, host and port as browsers do, like 'https://app.example.org', without a path or a slash at the end.",
  };
}
