/** What the decision is made from. Headers as they came; `undefined` when there is none. */
export interface CsrfFacts {
  readonly secFetchSite: string | undefined;
  readonly origin: string | undefined;
  /** The host that was asked for, with its port: the `Host` header, or what a trusted proxy says. */
  readonly host: string | undefined;
  /** Whether the request is known to have come over TLS. */
  readonly secure: boolean;
  readonly hasCookie: boolean;
  /** As it came over the wire: what middleware made of a cookie proves nothing. */
  readonly authorization: string | undefined;
  /** Whether it came with a verified `X-Mizan-Token`. */
  readonly hasMizanToken: boolean;
  /** Whether it brings a CSRF token that was issued to its session. */
  readonly hasValidToken: boolean;
}

/**
 * Whether a POST comes from a page that may send it, from a program, or with a proof (DESIGN, "Security by
 * default"). Any one is enough:
 * - the browser says that the page is of this origin, or that the user did it himself;
 * - the origin is this host, or on the list;
 * - neither of these headers and no cookie: there is nothing that a foreign page could misuse;
 * - a valid CSRF token, a bearer token, or an `X-Mizan-Token`: no foreign page can set these headers.
 */
export function passesCsrf(facts: CsrfFacts, allowedOrigins: ReadonlySet<string>): boolean {
  const { secFetchSite, origin, hasCookie } = facts;
  return (
    secFetchSite === 'same-origin' ||
    secFetchSite === 'none' ||
    (origin !== undefined && (isOwnOrigin(origin, facts) || allowedOrigins.has(origin))) ||
    (secFetchSite === undefined && origin === undefined && !hasCookie) ||
    facts.hasValidToken ||
    facts.hasMizanToken ||
    hasBearer(facts.authorization)
  );
}

/** What tells from where a socket is opened. */
export type OriginFacts = Pick<CsrfFacts, 'secFetchSite' | 'origin' | 'host' | 'secure'>;

/**
 * Whether a page may open a socket with the cookies of its visitor: one of this origin, or of one on the list. Browsers
 * always say the origin of a page that does so, and no script can change it, so who says none is a program.
 */
export function passesOrigin(facts: OriginFacts, allowedOrigins: ReadonlySet<string>): boolean {
  const { secFetchSite, origin } = facts;
  if (secFetchSite === 'same-origin') return true;
  if (origin === undefined) return secFetchSite === undefined;
  return isOwnOrigin(origin, facts) || allowedOrigins.has(origin);
}

// `Origin` is compared as a whole with what a browser would send, so that `null`, lists and user names fail.
function isOwnOrigin(origin: string, { host, secure }: Pick<CsrfFacts, 'host' | 'secure'>): boolean {
  if (host === undefined || !/^[\w.:[\]-]+$/.test(host)) return false;
  // Without TLS here, a proxy may have ended it. With it, a page without TLS is somebody else's.
  const schemes = secure ? ['https'] : ['http', 'https'];
  return schemes.some((scheme) => originOf(`${scheme}://${host}`) === origin);
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}

function hasBearer(authorization: string | undefined): boolean {
  return authorization !== undefined && /^bearer +\S/i.test(authorization);
}
