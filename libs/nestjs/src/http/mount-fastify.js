import { FastifyExchange } from './fastify-exchange.js';
/**
 * Mounts the endpoints on Fastify, in a scope of their own: it inherits hooks, parsers and limits of the app, and has
 * its own error handler, so that a parser's error gets our envelope and nobody else's errors do.
 */
export async function mountFastify(app, base, endpoints) {
    const read = ['GET', 'HEAD'];
    const list = [
        { path: '/call', methods: ['POST'], handle: (exchange) => endpoints.call(exchange) },
        {
            path: '/ctx/:name',
            methods: read,
            handle: (exchange, { params }) => endpoints.context(exchange, nameOf(params)),
        },
        { path: '/session', methods: read, handle: (exchange) => endpoints.session(exchange) },
    ];
    await app.register((scope, _options, done) => {
        scope.setErrorHandler((error, request, reply) => endpoints.fail(new FastifyExchange(request, reply), error));
        for (const endpoint of list)
            mountEndpoint(scope, endpoint, endpoints);
        done();
    }, { prefix: base });
}
function mountEndpoint(scope, { path, methods, handle }, endpoints) {
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
function open(handle) {
    return (request, reply) => void handle(new FastifyExchange(request, reply), request);
}
function nameOf(params) {
    const name = typeof params === 'object' && params !== null ? Reflect.get(params, 'name') : undefined;
    return typeof name === 'string' ? name : '';
}
