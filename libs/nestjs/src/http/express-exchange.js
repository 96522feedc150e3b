import { watchMethods } from './watch-methods.js';
import { commonHeaders } from './http-exchange.js';
/** A request on Express. */
export class ExpressExchange {
    request;
    response;
    constructor(request, response) {
        this.request = request;
        this.response = response;
    }
    watchResponse() {
        const watch = watchMethods(this.response, ['end']);
        return {
            isAnswered: () => watch.isAnswered() || this.#isAnswered(),
            stop: () => watch.stop(),
        };
    }
    send({ status, text, headers }) {
        const { response } = this;
        if (this.#isAnswered() || response.destroyed)
            return;
        response.statusCode = status;
        response.setHeader('Content-Type', commonHeaders['Content-Type']);
        response.setHeader('Cache-Control', commonHeaders['Cache-Control']);
        if (headers !== undefined)
            setHeaders(response, headers);
        response.setHeader('Content-Length', Buffer.byteLength(text));
        response.end(text);
    }
    #isAnswered() {
        return this.response.headersSent || this.response.writableEnded;
    }
}
function setHeaders(response, headers) {
    for (const [name, value] of Object.entries(headers)) {
        // Functions and middleware set cookies as well; ours comes beside them.
        if (name === 'Set-Cookie')
            response.appendHeader(name, value);
        else
            response.setHeader(name, value);
    }
}
