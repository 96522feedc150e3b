import { BadRequest } from '../errors/index.js';
import { ExpressExchange } from './express-exchange.js';
/**
 * Mounts the endpoints on Express: behind the app's parsers and middleware, and before Nest's own handlers for errors
 * and unknown paths, so that a parser's error gets our envelope.
 */
export function mountExpress(app, base, endpoints) {
    const call = withSlash(`${base}/call`);
    app.post(call, open((exchange) => endpoints.call(exchange)));
    app.all(call, open((exchange) => endpoints.wrongMethod(exchange, 'POST')));
    const context = withSlash(`${base}/ctx/:name`);
    app.get(context, open((exchange, { params }) => endpoints.context(exchange, params['name'] ?? '')));
    app.all(context, open((exchange) => endpoints.wrongMethod(exchange, 'GET, HEAD')));
    const session = withSlash(`${base}/session`);
    app.get(session, open((exchange) => endpoints.session(exchange)));
    app.all(session, open((exchange) => endpoints.wrongMethod(exchange, 'GET, HEAD')));
    // Express knows error handlers by their four parameters.
    app.use(base, (error, request, response, _next) => {
        const cause = error instanceof URIError ? new BadRequest('The path cannot be decoded') : error;
        endpoints.fail(new ExpressExchange(request, response), cause);
    });
}
function open(handle) {
    return (request, response) => void handle(new ExpressExchange(request, response), request);
}
// Both by name, so that the app's setting `strict routing` does not matter.
function withSlash(path) {
    return [path, `${path}/`];
}
