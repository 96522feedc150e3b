import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Manifest, ManifestContext } from './manifest.js';
import { printVcl } from './print-vcl.js';

function context(endpoint: string, params: readonly string[], isPublic = true): ManifestContext {
  return {
    functions: [],
    endpoints: [endpoint],
    params,
    ...(isPublic && { public: true }),
    user_scoped: false,
    render_strategy: 'psr',
  };
}

const manifestOf = (...contexts: readonly ManifestContext[]): Manifest => ({
  version: 1,
  contexts: Object.fromEntries(contexts.map((one, index) => [`c${index}`, one])),
  mutations: {},
});

describe('the configuration for Varnish', () => {
  it('looks up what is public and passes all else', () => {
    const vcl = printVcl(
      manifestOf(context('/api/ctx/user/', ['user_id'], false), context('/api/ctx/board/', ['team'])),
    );
    expect(vcl).toMatch(/^vcl 4\.1;\n/);
    expect(vcl).toContain('if (req.url ~ "^/api/ctx/board/?(?:\\?|$)")');
    expect(vcl).toContain('[?&](team)(?:[=&].*)?&\\1(?:[=&]|$)');
    expect(vcl).not.toContain('user');
    expect(vcl).not.toContain('No context');
  });

  it('says when there is nothing to store', () => {
    const vcl = printVcl(manifestOf(context('/api/ctx/user/', ['user_id'], false)));
    expect(vcl).toContain('# No context of this app is public, so everything passes.\n');
    expect(vcl).not.toContain('return (hash)');
  });

  it('names the backend', () => {
    expect(printVcl(manifestOf())).toContain('.host = "127.0.0.1";\n    .port = "3000";');
    expect(printVcl(manifestOf(), { backend: 'app.internal:8080' })).toContain(
      '.host = "app.internal";\n    .port = "8080";',
    );
    expect(printVcl(manifestOf(), { backend: '[::1]:80' })).toContain('.host = "::1";\n    .port = "80";');
  });

  it.each(['app', 'app:', ':80', 'app:99999', 'a b:80', 'a"; }:80', 'app:80\n'])(
    'refuses the backend %j',
    (backend) => {
      expect(() => printVcl(manifestOf(), { backend })).toThrow(RangeError);
    },
  );

  it('lets nobody purge unless it is told who', () => {
    expect(printVcl(manifestOf())).not.toMatch(/PURGE|acl/);
    expect(printVcl(manifestOf(), { purgeFrom: ['10.0.0.5', 'fd00::/8'] })).toContain(
      'acl mizan_purgers {\n    "10.0.0.5";\n    "fd00::"/8;\n}',
    );
  });

  it.each(['everybody', '10.0.0.5"; "0.0.0.0', '', '10.0.0.0/'])('refuses the address %j', (address) => {
    expect(() => printVcl(manifestOf(), { purgeFrom: [address] })).toThrow(RangeError);
  });
});

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const runs = { seed, numRuns: process.env['SOAK'] === '1' ? 10_000 : 1_000 };

describe(`names at random (SEED=${seed})`, () => {
  const hostile = constantFrom(
    '"',
    '{"',
    '"}',
    '\n',
    '\r',
    '#',
    '//',
    '/*',
    '*/',
    '\\',
    '$',
    '%',
    ';',
    '}',
    '\0',
    '.*',
    '(?',
    '|',
  );
  const name = array(oneof(hostile, string({ unit: 'binary', maxLength: 4 })), { maxLength: 5 }).map(
    (parts) => parts.join(''),
  );

  it('stay within their quotes, whatever they hold', () => {
    const holds = property(name, array(name, { minLength: 1, maxLength: 3 }), (path, params) => {
      const plain = printVcl(
        manifestOf(
          context(
            '/p/',
            params.map(() => 'param'),
          ),
        ),
      );
      const vcl = printVcl(manifestOf(context(`/${path}/`, params)));
      expect(vcl).toMatch(/^[\n\x20-\x7e]*$/);
      expect(withoutStrings(vcl)).toBe(withoutStrings(plain));
    });
    assert(holds, runs);
  });

  it('match themselves and nothing else', () => {
    const holds = property(name, name, (path, other) => {
      const vcl = printVcl(manifestOf(context(`/${path}`, [])));
      const [, pattern = ''] = /if \(req\.url ~ "(\^\/[^"]*)"/.exec(vcl) ?? [];
      const matcher = new RegExp(pattern);
      expect(matcher.test(toBytes(`/${path}`))).toBe(true);
      if (other.includes('?') || trimmed(path) === trimmed(other)) return;
      expect(matcher.test(toBytes(`/${other}`))).toBe(false);
    });
    assert(holds, runs);
  });
});

/** What is left of VCL when its strings are empty: two programs that only differ in names are one then. */
function withoutStrings(vcl: string): string {
  return vcl.replace(/\{"[^]*?"\}|"[^"\n]*"/g, '""');
}

/** As Varnish matches: byte for byte. */
function toBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function trimmed(path: string): string {
  return toBytes(path).replace(/\/$/, '');
}
