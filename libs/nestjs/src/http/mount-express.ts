import { BadRequest } from '../errors/index.js';
import { type Endpoint, endpointTable, serve } from './endpoint-table.js';
import { ExpressExchange, type ExpressResponse } from './express-exchange.js';
import type { HttpEndpoints } from './http-endpoints.js';
import type { HttpRequest } from './http-exchange.js';

type Request = HttpRequest & { readonly params: Readonly<Record<string, string>> };
type Handler = (request: Request, response: ExpressResponse) => void;
type ErrorHandler = (error: unknown, request: Request, response: ExpressResponse, next: () => void) => void;

/** The part of an Express app that is used here. */
export interface ExpressApp {
  readonly all: (paths: readonly string[], handler: Handler) => unknown;
  readonly use: (path: string, handler: ErrorHandler) => unknown;
}

/**
 * Mounts the endpoints on Express: behind the app's parsers and middleware, and before Nest's own handlers for errors
 * and unknown paths, so that a parser's error gets our envelope.
 */
export function mountExpress(app: ExpressApp, base: string, endpoints: HttpEndpoints): void {
  for (const endpoint of endpointTable) {
    app.all(pathsOf(base, endpoint), (request, response) =>
      serve(endpoint, endpoints, new ExpressExchange(request, response), request.params['name'] ?? ''),
    );
  }

  // Express knows error handlers by their four parameters.
  app.use(base, (error, request, response, _next) => {
    const cause = error instanceof URIError ? new BadRequest('The path cannot be decoded') : error;
    void endpoints.fail(new ExpressExchange(request, response), cause);
  });
}

// Both by name, so that the app's setting `strict routing` does not matter.
function pathsOf(base: string, { path, isNamed }: Endpoint): readonly string[] {
  const full = base + path + (isNamed ? '/:name' : '');
  return [full, `${full}/`];
}
