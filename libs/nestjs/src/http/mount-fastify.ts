import type { Readable } from 'node:stream';
import { type Endpoint, endpointTable, serve } from './endpoint-table.js';
import { FastifyExchange, type FastifyReply } from './fastify-exchange.js';
import type { HttpEndpoints } from './http-endpoints.js';
import type { HttpRequest } from './http-exchange.js';

type Request = HttpRequest & { readonly params: unknown };
type Handler = (request: Request, reply: FastifyReply) => void;

interface RouterOptions {
  readonly ignoreTrailingSlash?: boolean;
}

/** The part of a Fastify instance that is used here. */
export interface FastifyApp {
  readonly supportedMethods: readonly string[];
  /** Since Fastify 5.5 the router's options stand apart. */
  readonly initialConfig: RouterOptions & { readonly routerOptions?: RouterOptions };
  register(
    plugin: (scope: FastifyApp, options: unknown, done: () => void) => void,
    options: { prefix: string },
  ): unknown;
  hasContentTypeParser(type: string): boolean;
  removeContentTypeParser(type: string): unknown;
  addContentTypeParser(
    type: string,
    parser: (request: object, payload: Readable, done: (error: null, body?: unknown) => void) => void,
  ): unknown;
  setErrorHandler(handler: (error: unknown, request: Request, reply: FastifyReply) => void): unknown;
  route(route: { method: readonly string[]; url: string; handler: Handler }): unknown;
}

/**
 * Mounts the endpoints on Fastify, in a scope of their own: it inherits hooks, parsers and limits of the app, and has
 * its own error handler, so that a parser's error gets our envelope and nobody else's errors do.
 */
export async function mountFastify(app: FastifyApp, base: string, endpoints: HttpEndpoints): Promise<void> {
  await app.register(
    (scope, _options, done) => {
      const bodies = leaveMultipart(scope);
      const open = (request: Request, reply: FastifyReply) =>
        new FastifyExchange(request, reply, bodies.get(request));
      // Nor is this, see below.
      scope.setErrorHandler((error, request, reply) => {
        void endpoints.fail(open(request, reply), error);
      });
      for (const endpoint of endpointTable) {
        for (const url of urlsOf(endpoint, scope)) {
          // Not async: Fastify takes a promise of nothing for a handler that forgot to answer.
          const handler: Handler = (request, reply) =>
            serve(endpoint, endpoints, open(request, reply), nameOf(request.params));
          scope.route({ method: scope.supportedMethods, url, handler });
        }
      }
      done();
    },
    { prefix: base },
  );
}

const multipart = 'multipart/form-data';

/** Has multipart bodies stay on the connection, on our routes; @fastify/multipart may read those of the app's. */
function leaveMultipart(scope: FastifyApp): WeakMap<object, Readable> {
  const bodies = new WeakMap<object, Readable>();
  if (scope.hasContentTypeParser(multipart)) scope.removeContentTypeParser(multipart);
  scope.addContentTypeParser(multipart, (request, payload, done) => {
    bodies.set(request, payload);
    done(null);
  });
  return bodies;
}

/**
 * The name is a wildcard, since the length of a parameter is limited, and longer ones never come here. Where the app
 * ignores slashes at the end, a second path would be the first one once more.
 */
function urlsOf({ path, isNamed }: Endpoint, { initialConfig }: FastifyApp): readonly string[] {
  if (isNamed) return [`${path}/*`];
  const isSlashIgnored =
    initialConfig.ignoreTrailingSlash === true || initialConfig.routerOptions?.ignoreTrailingSlash === true;
  return isSlashIgnored ? [path] : [path, `${path}/`];
}

function nameOf(params: unknown): string {
  const rest: unknown = typeof params === 'object' && params !== null ? Reflect.get(params, '*') : undefined;
  return typeof rest === 'string' ? rest.replace(/\/$/, '') : '';
}
