import { describe, expect, it } from 'vitest';
import { isMizanError } from '../errors/index.js';
import { Csrf, type CsrfOptions, type CsrfRequest } from './index.js';

const json = { 'content-type': 'application/json', host: 'desk.example.org' };

function post(headers: CsrfRequest['headers'], rest: Omit<CsrfRequest, 'headers'> = {}): CsrfRequest {
  return { headers: { ...json, ...headers }, ...rest };
}

function withToken(cookie: string, token: string): CsrfRequest {
  return post({ cookie, 'x-csrftoken': token });
}

function codeOf(csrf: Csrf, request: CsrfRequest): string {
  try {
    csrf.check(request);
    return 'passed';
  } catch (error) {
    return isMizanError(error) ? error.code : String(error);
  }
}

function open(csrf: Csrf, cookie?: string) {
  return csrf.openSession({ headers: cookie === undefined ? {} : { cookie } });
}

describe('check', () => {
  const csrf = new Csrf({ allowedOrigins: ['https://app.example.org'] });

  it.each<[string, CsrfRequest, string]>([
    ['a program', post({}), 'passed'],
    ['a cookie alone', post({ cookie: 'sid=ada' }), 'FORBIDDEN'],
    ['an empty cookie header', post({ cookie: '' }), 'FORBIDDEN'],
    ['a page of this origin', post({ cookie: 'sid=ada', 'sec-fetch-site': 'same-origin' }), 'passed'],
    [
      'a page of another site',
      post({ cookie: 'sid=ada', 'sec-fetch-site': 'cross-site', origin: 'https://evil.org' }),
      'FORBIDDEN',
    ],
    [
      'a page of an allowed origin',
      post({ cookie: 'sid=ada', 'sec-fetch-site': 'cross-site', origin: 'https://app.example.org' }),
      'passed',
    ],
    ['the origin of the host', post({ cookie: 'sid=ada', origin: 'http://desk.example.org' }), 'passed'],
    [
      'the host that a trusted proxy names',
      post({ cookie: 'sid=ada', origin: 'https://desk.org' }, { host: 'desk.org', protocol: 'https' }),
      'passed',
    ],
    [
      'a page without TLS',
      post({ cookie: 'sid=ada', origin: 'http://desk.example.org' }, { protocol: 'https' }),
      'FORBIDDEN',
    ],
    [
      'a header given twice',
      post({ cookie: 'sid=ada', 'sec-fetch-site': ['same-origin', 'same-origin'] }),
      'FORBIDDEN',
    ],
    ['a bearer token', post({ cookie: 'sid=ada', authorization: 'Bearer x' }), 'passed'],
  ])('%s', (_title, request, code) => {
    expect(codeOf(csrf, request)).toBe(code);
  });

  it.each([
    ['application/json', 'passed'],
    ['application/json; charset=utf-8', 'passed'],
    ['Application/JSON', 'passed'],
    ['multipart/form-data; boundary=x', 'passed'],
    ['multipart/form-data, application/json', 'UNSUPPORTED_MEDIA_TYPE'],
    ['multipart/mixed; boundary=x', 'UNSUPPORTED_MEDIA_TYPE'],
    ['text/plain', 'UNSUPPORTED_MEDIA_TYPE'],
    ['text/plain; application/json', 'UNSUPPORTED_MEDIA_TYPE'],
    ['text/plain;charset=application/json', 'UNSUPPORTED_MEDIA_TYPE'],
    ['application/json, text/plain', 'UNSUPPORTED_MEDIA_TYPE'],
    ['text/plain, application/json', 'UNSUPPORTED_MEDIA_TYPE'],
    ['application/x-www-form-urlencoded', 'UNSUPPORTED_MEDIA_TYPE'],
    ['application/jsonx', 'UNSUPPORTED_MEDIA_TYPE'],
    ['application/vnd.api+json', 'UNSUPPORTED_MEDIA_TYPE'],
    ['', 'UNSUPPORTED_MEDIA_TYPE'],
    ['json', 'UNSUPPORTED_MEDIA_TYPE'],
  ])('answers the type %o with %s', (type, code) => {
    expect(codeOf(csrf, post({ 'content-type': type, 'content-length': '2' }))).toBe(code);
  });

  it('says which type would be right', () => {
    const request = post({ 'content-type': 'multipart/mixed; boundary=x', 'content-length': '2' });
    expect(() => csrf.check(request)).toThrow('Send the call as application/json');
  });

  it('asks for a type when there is a body, and only then', () => {
    const type = { 'content-type': undefined };
    expect(codeOf(csrf, post(type))).toBe('passed');
    expect(codeOf(csrf, post({ ...type, 'content-length': '0' }))).toBe('passed');
    expect(codeOf(csrf, post({ ...type, 'content-length': '2' }))).toBe('UNSUPPORTED_MEDIA_TYPE');
    expect(codeOf(csrf, post({ ...type, 'transfer-encoding': 'chunked' }))).toBe('UNSUPPORTED_MEDIA_TYPE');
  });

  it('looks at the type before anything passes', () => {
    const request = post({ 'content-type': 'text/plain', 'sec-fetch-site': 'same-origin' });
    expect(codeOf(csrf, request)).toBe('UNSUPPORTED_MEDIA_TYPE');
  });
});

describe('the token of a session', () => {
  it('lets its session pass', () => {
    const csrf = new Csrf();
    const { csrfToken } = open(csrf, 'sid=ada').body;
    expect(codeOf(csrf, withToken('sid=ada', csrfToken))).toBe('passed');
    expect(codeOf(csrf, withToken(`csrftoken=${csrfToken}; sid=ada`, csrfToken))).toBe('passed');
    expect(codeOf(csrf, withToken(`csrftoken=other; sid=ada`, csrfToken))).toBe('passed');
  });

  it.each<[string, CsrfOptions]>([
    ['all cookies', {}],
    ['the named cookie', { sessionCookie: 'sid' }],
  ])('is of no use elsewhere when bound to %s', (_title, options) => {
    const csrf = new Csrf(options);
    const { csrfToken } = open(csrf, 'sid=eve').body;
    const anonymous = open(csrf).body.csrfToken;
    for (const cookie of [
      'sid=ada',
      'sid=ada; sid=eve',
      'sid=eve; sid=ada',
      'sid=eve2',
      'sid=',
      'xsid=eve',
    ]) {
      expect(codeOf(csrf, withToken(cookie, csrfToken)), cookie).toBe('FORBIDDEN');
    }
    expect(codeOf(csrf, withToken('sid=ada', anonymous))).toBe('FORBIDDEN');
    expect(codeOf(csrf, withToken(`sid=ada; csrftoken=${anonymous}`, anonymous))).toBe('FORBIDDEN');
    expect(codeOf(csrf, withToken(`sid=ada; csrftoken=${csrfToken}`, csrfToken))).toBe('FORBIDDEN');
  });

  it('is not read from the cookie alone, which browsers send by themselves', () => {
    const csrf = new Csrf();
    const { csrfToken } = open(csrf, 'sid=ada').body;
    expect(codeOf(csrf, post({ cookie: `sid=ada; csrftoken=${csrfToken}` }))).toBe('FORBIDDEN');
  });

  it('does not depend on the order of cookies', () => {
    const csrf = new Csrf();
    const { csrfToken } = open(csrf, 'a=1; sid=ada').body;
    expect(codeOf(csrf, withToken('sid=ada;a=1', csrfToken))).toBe('passed');
  });

  it('stays good while other cookies change, when the session is named', () => {
    const csrf = new Csrf({ sessionCookie: 'sid' });
    const { csrfToken } = open(csrf, 'sid=ada; seen=1').body;
    expect(codeOf(csrf, withToken('sid=ada; seen=2', csrfToken))).toBe('passed');
  });

  it('is good in every process that knows the secret, and in no other', () => {
    const secret = 'a secret of at least thirty-two bytes';
    const { csrfToken } = open(new Csrf({ secret }), 'sid=ada').body;
    expect(codeOf(new Csrf({ secret }), withToken('sid=ada', csrfToken))).toBe('passed');
    expect(codeOf(new Csrf(), withToken('sid=ada', csrfToken))).toBe('FORBIDDEN');
  });
});

describe('openSession', () => {
  it('sets the token as a cookie that other sites do not send', () => {
    const { body, cookie } = open(new Csrf());
    expect(cookie).toBe(`csrftoken=${body.csrfToken}; Path=/; SameSite=Lax`);
  });

  it('keeps the cookie to TLS when the request came over it', () => {
    const { cookie } = new Csrf().openSession({ headers: {}, protocol: 'https' });
    expect(cookie).toMatch(/; SameSite=Lax; Secure$/);
  });

  it('gives the token again while it is good, so that tabs share it', () => {
    const csrf = new Csrf();
    const { csrfToken } = open(csrf, 'sid=ada').body;
    expect(open(csrf, `sid=ada; csrftoken=${csrfToken}`).body.csrfToken).toBe(csrfToken);
    expect(open(csrf, `sid=sam; csrftoken=${csrfToken}`).body.csrfToken).not.toBe(csrfToken);
  });

  it.each(['x', '', 'a; Domain=evil.org', 'a\r\nSet-Cookie: b=c'])(
    'never repeats a token that it did not make: %o',
    (token) => {
      const { cookie } = open(new Csrf(), `csrftoken=${token}`);
      expect(cookie).toMatch(/^csrftoken=[\w-]{22}\.[\w-]{43}; Path=\/; SameSite=Lax$/);
    },
  );
});
