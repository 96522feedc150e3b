import { watchMethods } from './watch-methods.js';
import { commonHeaders } from './http-exchange.js';
/** A request on Fastify. */
export class FastifyExchange {
    request;
    response;
    constructor(request, response) {
        this.request = request;
        this.response = response;
    }
    watchResponse() {
        const watch = watchMethods(this.response, ['send', 'hijack']);
        return {
            isAnswered: () => watch.isAnswered() || this.#isAnswered(),
            stop: () => watch.stop(),
        };
    }
    send({ status, text, headers }) {
        const { response } = this;
        if (this.#isAnswered() || response.raw.destroyed)
            return;
        response.code(status);
        setHeaders(response, commonHeaders);
        if (headers !== undefined)
            setHeaders(response, headers);
        response.send(text);
    }
    #isAnswered() {
        return this.response.sent || this.response.raw.headersSent;
    }
}
function setHeaders(response, headers) {
    for (const [name, value] of Object.entries(headers))
        response.header(name, value);
}
