import { randomBytes } from 'node:crypto';
import { Forbidden, MizanBootError } from '../errors/index.js';
import { checkContentType } from './check-content-type.js';
import { type CsrfOptions, findCsrfProblems } from './csrf-options.js';
import { issueCsrfToken, verifyCsrfToken } from './csrf-token.js';
import { passesCsrf, passesOrigin } from './passes-csrf.js';
import { type Cookie, readCookies } from './read-cookies.js';
import { type CsrfRequest, headerOf, hostOf, isSecure, sentHeaderOf } from './request-facts.js';

const cookieName = 'csrftoken';
const headerName = 'x-csrftoken';

/** The answer of `GET session/` (PROTOCOL 2). */
export interface SessionAnswer {
  readonly body: { readonly csrfToken: string };
  /** The value of the `Set-Cookie` header. */
  readonly cookie: string;
}

/** What is known already of a request. */
export interface CsrfProofs {
  /** Whether all tokens that it brings, and it brings one, are verified. */
  readonly hasToken?: boolean;
}

/** Keeps pages of other sites from calling functions with the cookies of their visitors. One per app. */
export class Csrf {
  readonly #secret: Buffer;
  readonly #sessionCookie: string | undefined;
  readonly #allowedOrigins: ReadonlySet<string>;

  /** @throws MizanBootError when an option is wrong */
  constructor(options: CsrfOptions = {}) {
    const problems = findCsrfProblems(options);
    if (problems.length > 0) throw new MizanBootError(problems);
    this.#secret = options.secret === undefined ? randomBytes(32) : Buffer.from(options.secret);
    this.#sessionCookie = options.sessionCookie;
    this.#allowedOrigins = new Set(options.allowedOrigins);
  }

  /**
   * Returns when this POST may be a call.
   *
   * @throws UnsupportedMediaType for any body but JSON and multipart
   * @throws Forbidden when it may come from a page of another site
   */
  check(request: CsrfRequest, { hasToken = false }: CsrfProofs = {}): void {
    checkContentType(request);
    const facts = {
      secFetchSite: headerOf(request, 'sec-fetch-site'),
      origin: headerOf(request, 'origin'),
      host: hostOf(request),
      secure: isSecure(request),
      hasCookie: headerOf(request, 'cookie') !== undefined,
      authorization: sentHeaderOf(request, 'authorization'),
      hasMizanToken: hasToken && sentHeaderOf(request, 'x-mizan-token') !== undefined,
      hasValidToken: this.#hasOwnToken(request),
    };
    if (!passesCsrf(facts, this.#allowedOrigins)) {
      throw new Forbidden(
        'The call may come from another site: send the CSRF token of session/ as X-CSRFToken',
      );
    }
  }

  /** Whether this request may open a socket, as far as it matters what page it comes from. */
  admitsSocket(request: CsrfRequest): boolean {
    const facts = {
      secFetchSite: headerOf(request, 'sec-fetch-site'),
      origin: headerOf(request, 'origin'),
      host: hostOf(request),
      secure: isSecure(request),
    };
    return passesOrigin(facts, this.#allowedOrigins);
  }

  /** A token for the session of this request: the one that it has, when that is still good, so that tabs share it. */
  openSession(request: CsrfRequest): SessionAnswer {
    const cookies = cookiesOf(request);
    const session = this.#sessionOf(cookies);
    const known = cookies.find(({ name }) => name === cookieName)?.value;
    const isKnown = known !== undefined && verifyCsrfToken(this.#secret, session, known);
    const csrfToken = isKnown ? known : issueCsrfToken(this.#secret, session);
    const secure = isSecure(request) ? '; Secure' : '';
    return { body: { csrfToken }, cookie: `${cookieName}=${csrfToken}; Path=/; SameSite=Lax${secure}` };
  }

  #hasOwnToken(request: CsrfRequest): boolean {
    const token = headerOf(request, headerName);
    if (token === undefined) return false;
    return verifyCsrfToken(this.#secret, this.#sessionOf(cookiesOf(request)), token);
  }

  // Cookies come in no certain order.
  #sessionOf(cookies: readonly Cookie[]): string {
    const only = this.#sessionCookie;
    const belongs = ({ name }: Cookie) => (only === undefined ? name !== cookieName : name === only);
    return cookies
      .filter(belongs)
      .map(({ name, value }) => `${name}=${value}`)
      .toSorted()
      .join(';');
  }
}

function cookiesOf(request: CsrfRequest): readonly Cookie[] {
  return readCookies(headerOf(request, 'cookie'));
}
