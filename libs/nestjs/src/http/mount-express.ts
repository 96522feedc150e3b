import { BadRequest } from '../errors/index.js';
import { ExpressExchange, type ExpressResponse } from './express-exchange.js';
import type { HttpEndpoints } from './http-endpoints.js';
import type { HttpRequest } from './http-exchange.js';

type Request = HttpRequest & { readonly params: Readonly<Record<string, string>> };
type Handler = (request: Request, response: ExpressResponse) => void;
type ErrorHandler = (error: unknown, request: Request, response: ExpressResponse, next: () => void) => void;
type Route = (paths: readonly string[], handler: Handler) => unknown;

/** The part of an Express app that is used here. */
export interface ExpressApp {
  readonly get: Route;
  readonly post: Route;
  readonly all: Route;
  readonly use: (path: string, handler: ErrorHandler) => unknown;
}

/**
 * Mounts the endpoints on Express: behind the app's parsers and middleware, and before Nest's own handlers for errors
 * and unknown paths, so that a parser's error gets our envelope.
 */
export function mountExpress(app: ExpressApp, base: string, endpoints: HttpEndpoints): void {
  const call = withSlash(`${base}/call`);
  app.post(
    call,
    open((exchange) => endpoints.call(exchange)),
  );
  app.all(
    call,
    open((exchange) => endpoints.wrongMethod(exchange, 'POST')),
  );

  const context = withSlash(`${base}/ctx/:name`);
  app.get(
    context,
    open((exchange, { params }) => endpoints.context(exchange, params['name'] ?? '')),
  );
  app.all(
    context,
    open((exchange) => endpoints.wrongMethod(exchange, 'GET, HEAD')),
  );

  const session = withSlash(`${base}/session`);
  app.get(
    session,
    open((exchange) => endpoints.session(exchange)),
  );
  app.all(
    session,
    open((exchange) => endpoints.wrongMethod(exchange, 'GET, HEAD')),
  );

  // Express knows error handlers by their four parameters.
  app.use(base, (error, request, response, _next) => {
    const cause = error instanceof URIError ? new BadRequest('The path cannot be decoded') : error;
    endpoints.fail(new ExpressExchange(request, response), cause);
  });
}

function open(handle: (exchange: ExpressExchange, request: Request) => unknown): Handler {
  return (request, response) => void handle(new ExpressExchange(request, response), request);
}

// Both by name, so that the app's setting `strict routing` does not matter.
function withSlash(path: string): readonly string[] {
  return [path, `${path}/`];
}
