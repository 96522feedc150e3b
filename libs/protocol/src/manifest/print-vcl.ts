import type { Manifest, ManifestContext } from './manifest.js';
import { urlPattern } from './url-pattern.js';
import { vclDeliver, vclPurge, vclStore } from './vcl-parts.js';

export interface VclOptions {
  /**
   * Where the app listens, as `host:port`.
   * @default '127.0.0.1:3000'
   */
  readonly backend?: string;
  /**
   * Addresses from which a request of the method `PURGE` with a `Cache-Group-Invalidation` purges: those of the app, for
   * what is invalidated without a request that goes through. As `10.0.0.5` or `10.0.0.0/8`.
   * @default nobody
   */
  readonly purgeFrom?: readonly string[];
}

/**
 * A configuration for Varnish 7 (VCL 4.1): bundles of public contexts are looked up and stored as long as the app says,
 * and all else passes. Answers to mutations that go through ban what they made stale. Groups are matched by bans and
 * not by a module, so that a plain Varnish suffices; the bans look at stored objects only, so that Varnish's lurker
 * works them off. What is told here is what {@link Manifest} says: print it anew when the app changes.
 *
 * @throws RangeError for a backend that is no `host:port`, and an address that is none
 */
export function printVcl(
  manifest: Manifest,
  { backend = '127.0.0.1:3000', purgeFrom = [] }: VclOptions = {},
): string {
  const contexts = Object.values(manifest.contexts).filter((context) => context.public === true);
  return [
    header,
    ...(contexts.length === 0 ? ['# No context of this app is public, so everything passes.\n'] : []),
    printBackend(backend),
    ...(purgeFrom.length === 0 ? [] : [printAcl(purgeFrom)]),
    printReceive(contexts, purgeFrom.length > 0),
    vclStore,
    vclDeliver,
  ].join('\n');
}

const header = `vcl 4.1;

# Varnish in front of a Mizan app: bundles of public contexts are kept, all else passes.
# Printed by \`mizan export-manifest --format vcl\`; print it anew when the app changes.

import std;
`;

function printBackend(backend: string): string {
  const [, host, bracketed, port] =
    /^(?:([A-Za-z0-9.-]+)|\[([0-9A-Fa-f:.]+)\]):(\d{1,5})$/.exec(backend) ?? [];
  const address = host ?? bracketed;
  if (address === undefined || port === undefined || Number(port) > 65_535) {
    throw new RangeError(`The backend ${JSON.stringify(backend)} is no host:port, as 127.0.0.1:3000`);
  }
  return `backend default {
    .host = "${address}";
    .port = "${port}";
}
`;
}

function printAcl(addresses: readonly string[]): string {
  return `acl mizan_purgers {
${addresses.map((address) => `    ${aclEntry(address)};`).join('\n')}
}
`;
}

function aclEntry(text: string): string {
  const [, address, bits] = /^([0-9A-Fa-f.:]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  if (address === undefined)
    throw new RangeError(`${JSON.stringify(text)} is no address, as 10.0.0.5 or 10.0.0.0/8`);
  return bits === undefined ? `"${address}"` : `"${address}"/${bits}`;
}

function printReceive(contexts: readonly ManifestContext[], isPurgeable: boolean): string {
  return `sub vcl_recv {
${isPurgeable ? `${vclPurge}\n` : ''}    if (req.http.Upgrade ~ "(?i)^websocket$") {
        return (pipe);
    }
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
${contexts.flatMap(printLookup).join('')}    return (pass);
}

sub vcl_pipe {
    set bereq.http.Upgrade = req.http.Upgrade;
    set bereq.http.Connection = req.http.Connection;
}
`;
}

/**
 * One spelling for each bundle: with a slash at the end, only declared params, sorted. Where the order or the spelling
 * of names matters to the app, which takes the last of a repeated param, the request passes as it is. Who asks is kept
 * from the app, so that what is stored cannot depend on it.
 */
function printLookup({ endpoints, params }: ManifestContext): readonly string[] {
  const names = params.map(urlPattern).join('|');
  const repeated = params.length === 0 ? '' : ` || req.url ~ "[?&](${names})(?:[=&].*)?&\\1(?:[=&]|$)"`;
  const other = params.length === 0 ? '&[^&]*' : `&(?!(?:${names})(?:[=&]|$))[^&]*`;
  return endpoints.map((endpoint) => {
    const path = urlPattern(endpoint.replace(/\/$/, ''));
    return `    if (req.url ~ "^${path}/?(?:\\?|$)") {
        if (req.url ~ "[?&][^=&]*[%+]"${repeated}) {
            return (pass);
        }
        set req.url = regsub(req.url, "^([^?]*[^/?])/?(?:\\?|$)", "\\1/?&");
        set req.url = regsuball(req.url, "${other}", "");
        set req.url = std.querysort(regsub(regsub(req.url, "\\?&", "?"), "^([^?]*)\\?$", "\\1"));
        unset req.http.Cookie;
        unset req.http.Authorization;
        unset req.http.X-Mizan-Token;
        return (hash);
    }
`;
  });
}
