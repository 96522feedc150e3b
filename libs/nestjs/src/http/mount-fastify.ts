import { FastifyExchange, type FastifyReply } from './fastify-exchange.js';
import type { HttpEndpoints } from './http-endpoints.js';
import type { HttpRequest } from './http-exchange.js';

type Request = HttpRequest & { readonly params: unknown };
type Handler = (request: Request, reply: FastifyReply) => void;

/** The part of a Fastify instance that is used here. */
export interface FastifyApp {
  readonly supportedMethods: readonly string[];
  register(
    plugin: (scope: FastifyApp, options: unknown, done: () => void) => void,
    options: { prefix: string },
  ): unknown;
  setErrorHandler(handler: (error: unknown, request: Request, reply: FastifyReply) => void): unknown;
  route(route: { method: readonly string[]; url: string; handler: Handler }): unknown;
}

interface Endpoint {
  readonly path: string;
  readonly methods: readonly string[];
  readonly handle: (exchange: FastifyExchange, request: Request) => unknown;
}

/**
 * Mounts the endpoints on Fastify, in a scope of their own: it inherits hooks, parsers and limits of the app, and has
 * its own error handler, so that a parser's error gets our envelope and nobody else's errors do.
 */
export async function mountFastify(app: FastifyApp, base: string, endpoints: HttpEndpoints): Promise<void> {
  const read = ['GET', 'HEAD'];
  const list: readonly Endpoint[] = [
    { path: '/call', methods: ['POST'], handle: (exchange) => endpoints.call(exchange) },
    {
      path: '/ctx/:name',
      methods: read,
      handle: (exchange, { params }) => endpoints.context(exchange, nameOf(params)),
    },
    { path: '/session', methods: read, handle: (exchange) => endpoints.session(exchange) },
  ];
  await app.register(
    (scope, _options, done) => {
      scope.setErrorHandler((error, request, reply) =>
        endpoints.fail(new FastifyExchange(request, reply), error),
      );
      for (const endpoint of list) mountEndpoint(scope, endpoint, endpoints);
      done();
    },
    { prefix: base },
  );
}

function mountEndpoint(
  scope: FastifyApp,
  { path, methods, handle }: Endpoint,
  endpoints: HttpEndpoints,
): void {
  const others = scope.supportedMethods.filter((method) => !methods.includes(method));
  for (const url of [path, `${path}/`]) {
    scope.route({ method: methods, url, handler: open(handle) });
    scope.route({
      method: others,
      url,
      handler: open((exchange) => endpoints.wrongMethod(exchange, methods.join(', '))),
    });
  }
}

// Not async: Fastify takes a promise of nothing for a handler that forgot to answer.
function open(handle: Endpoint['handle']): Handler {
  return (request, reply) => void handle(new FastifyExchange(request, reply), request);
}

function nameOf(params: unknown): string {
  const name: unknown =
    typeof params === 'object' && params !== null ? Reflect.get(params, 'name') : undefined;
  return typeof name === 'string' ? name : '';
}
