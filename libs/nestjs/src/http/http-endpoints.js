var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { formatInvalidateHeader, invalidateHeaderName, writeCallReply } from '@mizan/protocol';
import { Injectable, Logger } from '@nestjs/common';
import { Csrf } from '../csrf/index.js';
import { Dispatcher } from '../dispatch/dispatcher.js';
import { MethodNotAllowed, toErrorReply, UnsupportedMediaType } from '../errors/index.js';
import { readCallBody } from './read-call-body.js';
/**
 * The endpoints of PROTOCOL 2, whatever the adapter: decode the request, have it dispatched, encode the outcome.
 * None of them rejects.
 */
let HttpEndpoints = class HttpEndpoints {
    dispatcher;
    csrf;
    #logger = new Logger('Mizan');
    constructor(dispatcher, csrf) {
        this.dispatcher = dispatcher;
        this.csrf = csrf;
    }
    /** `POST call/` */
    async call(exchange) {
        try {
            const { request } = exchange;
            this.csrf.check(request);
            refuseUploads(request);
            const { fn, args } = readCallBody(request.body);
            const outcome = await this.dispatcher.call({ name: fn, source: { kind: 'json', args } }, exchange);
            if (outcome.kind !== 'handled')
                exchange.send(callReply(outcome));
        }
        catch (error) {
            this.fail(exchange, error);
        }
    }
    /** `GET ctx/<name>/` */
    async context(exchange, name) {
        try {
            const source = { kind: 'text', params: readQuery(exchange.request.url) };
            const outcome = await this.dispatcher.readContext({ name, source }, exchange);
            if (outcome.kind !== 'handled')
                exchange.send(bundleReply(outcome));
        }
        catch (error) {
            this.fail(exchange, error);
        }
    }
    /** `GET session/` */
    session(exchange) {
        const { body, cookie } = this.csrf.openSession(exchange.request);
        exchange.send({ status: 200, text: JSON.stringify(body), headers: { 'Set-Cookie': cookie } });
    }
    /** Any other method on one of these paths. */
    wrongMethod(exchange, allowed) {
        const { status, text } = errorReply(new MethodNotAllowed(`Use ${allowed} here`));
        exchange.send({ status, text, headers: { Allow: allowed } });
    }
    /** What went wrong outside of any function: a body that could not be parsed, an error of a middleware. */
    fail(exchange, error) {
        if (toErrorReply(error).unexpected)
            this.#logger.error(error);
        exchange.send(errorReply(error));
    }
};
HttpEndpoints = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Dispatcher,
        Csrf])
], HttpEndpoints);
export { HttpEndpoints };
function callReply(outcome) {
    if (outcome.kind === 'failure')
        return { status: outcome.status, text: JSON.stringify(outcome.body) };
    const { result, invalidate, merge } = outcome;
    const text = writeCallReply(result, invalidate, merge);
    if (invalidate.length === 0)
        return { status: 200, text };
    return { status: 200, text, headers: { [invalidateHeaderName]: formatInvalidateHeader(invalidate) } };
}
function bundleReply(outcome) {
    if (outcome.kind === 'failure')
        return { status: outcome.status, text: JSON.stringify(outcome.body) };
    return { status: 200, text: outcome.bundle };
}
function errorReply(error) {
    const { status, body } = toErrorReply(error);
    return { status, text: JSON.stringify(body) };
}
// Not by `request.query`: how that is parsed is a setting of the app.
function readQuery(url) {
    const start = url.indexOf('?');
    return new URLSearchParams(start === -1 ? '' : url.slice(start + 1));
}
function refuseUploads({ headers }) {
    const type = headers['content-type'];
    if (typeof type === 'string' && /^\s*multipart\//i.test(type)) {
        throw new UnsupportedMediaType('Send the call as application/json');
    }
}
