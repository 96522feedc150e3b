/**
 * Stands for the response of a call that came over no wire. Knows what guards and filters commonly do with
 * Express's and Fastify's, and keeps what was answered.
 */
export class LocalResponse {
    statusCode = 200;
    #headers = new Map();
    #answer;
    get answer() {
        return this.#answer;
    }
    get headersSent() {
        return this.#answer !== undefined;
    }
    get sent() {
        return this.headersSent;
    }
    /** Fastify's replies hold Node's response. */
    get raw() {
        return this;
    }
    status(code) {
        this.statusCode = code;
        return this;
    }
    code(code) {
        return this.status(code);
    }
    setHeader(name, value) {
        this.#headers.set(name.toLowerCase(), value);
        return this;
    }
    header(name, value) {
        return this.setHeader(name, value);
    }
    set(name, value) {
        return this.setHeader(name, value);
    }
    getHeader(name) {
        return this.#headers.get(name.toLowerCase());
    }
    removeHeader(name) {
        this.#headers.delete(name.toLowerCase());
    }
    send(body) {
        this.#answer ??= { status: this.statusCode, body };
        return this;
    }
    json(body) {
        return this.send(body);
    }
    end(body) {
        return this.send(body);
    }
}
