import { describe, expect, it } from 'vitest';
import { type CsrfFacts, passesCsrf } from './passes-csrf.js';

const allowed = new Set(['https://app.example.org']);

// A browser's request with a session, and nothing that proves where it comes from.
const bare: CsrfFacts = {
  secFetchSite: undefined,
  origin: undefined,
  host: 'desk.example.org',
  secure: false,
  hasCookie: true,
  authorization: undefined,
  hasMizanToken: false,
  hasValidToken: false,
};

describe('passesCsrf', () => {
  it.each<[string, Partial<CsrfFacts>]>([
    ['a page of this origin', { secFetchSite: 'same-origin' }],
    ['the user himself', { secFetchSite: 'none' }],
    [
      'a page of this origin behind a proxy that hides the host',
      { secFetchSite: 'same-origin', origin: 'https://x.org', host: 'inner:8080' },
    ],
    ['the origin of this host', { origin: 'http://desk.example.org' }],
    ['the origin of this host, TLS ended by a proxy', { origin: 'https://desk.example.org' }],
    ['the origin of this host over TLS', { origin: 'https://desk.example.org', secure: true }],
    [
      'the origin of this host, its port said',
      { origin: 'https://desk.example.org', host: 'desk.example.org:443' },
    ],
    ['the origin of this host with a port', { origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' }],
    ['the origin of this host in IPv6', { origin: 'http://[::1]:3000', host: '[::1]:3000' }],
    ['the origin of this host in capitals', { origin: 'http://desk.example.org', host: 'Desk.Example.ORG' }],
    ['an origin of the list', { origin: 'https://app.example.org', secFetchSite: 'same-site' }],
    [
      'an origin of the list from another site',
      { origin: 'https://app.example.org', secFetchSite: 'cross-site' },
    ],
    ['a program without cookies', { hasCookie: false }],
    ['a CSRF token', { hasValidToken: true }],
    [
      'a CSRF token from another site',
      { hasValidToken: true, origin: 'https://evil.org', secFetchSite: 'cross-site' },
    ],
    ['a verified X-Mizan-Token', { hasMizanToken: true, secFetchSite: 'cross-site' }],
    ['a bearer token', { authorization: 'Bearer abc' }],
    ['a bearer token in small letters', { authorization: 'bearer abc' }],
  ])('lets %s pass', (_title, facts) => {
    expect(passesCsrf({ ...bare, ...facts }, allowed)).toBe(true);
  });

  it.each<[string, Partial<CsrfFacts>]>([
    ['a cookie alone', {}],
    ['another site', { secFetchSite: 'cross-site', hasCookie: false }],
    ['another host of the site', { secFetchSite: 'same-site', hasCookie: false }],
    ['a made-up site', { secFetchSite: 'SAME-ORIGIN' }],
    ['two sites', { secFetchSite: 'same-origin, cross-site' }],
    ['an empty site', { secFetchSite: '', hasCookie: false }],
    ['a foreign origin', { origin: 'https://evil.org', hasCookie: false }],
    ['the origin null', { origin: 'null', hasCookie: false }],
    ['the origin null and a host null', { origin: 'null', host: 'null' }],
    ['an empty origin', { origin: '', hasCookie: false }],
    ['an origin that begins with the host', { origin: 'http://desk.example.org.evil.org' }],
    ['an origin that ends with the host', { origin: 'http://evil-desk.example.org' }],
    ['an origin of a subdomain', { origin: 'http://a.desk.example.org' }],
    ['an origin with another port', { origin: 'http://desk.example.org:8080' }],
    ['an origin with the host as its user', { origin: 'http://desk.example.org@evil.org' }],
    ['an origin with a path', { origin: 'http://desk.example.org/' }],
    ['an origin of another scheme', { origin: 'ftp://desk.example.org' }],
    ['an extension', { origin: 'chrome-extension://desk.example.org' }],
    ['two origins', { origin: 'http://desk.example.org, https://evil.org' }],
    ['a page without TLS over TLS', { origin: 'http://desk.example.org', secure: true }],
    ['an origin when no host is known', { origin: 'http://undefined', host: undefined }],
    ['a host that names another one', { origin: 'http://evil.org', host: 'desk.example.org@evil.org' }],
    ['a host with a path', { origin: 'http://evil.org', host: 'evil.org/desk.example.org' }],
    ['a host that is no host', { origin: 'http://desk.example.org', host: 'desk.example.org:99999' }],
    ['an origin that resembles one of the list', { origin: 'https://app.example.org.evil.org' }],
    ['an origin of the list without TLS', { origin: 'http://app.example.org' }],
    ['a password, which browsers send by themselves', { authorization: 'Basic YTpi' }],
    ['a bearer without a token', { authorization: 'Bearer ' }],
    ['a word that begins like bearer', { authorization: 'Bearerabc' }],
    ['a bearer that is not first', { authorization: 'Basic YTpi, Bearer abc' }],
  ])('refuses %s', (_title, facts) => {
    expect(passesCsrf({ ...bare, ...facts }, allowed)).toBe(false);
  });
});
