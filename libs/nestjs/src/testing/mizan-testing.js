import { readErrorReply, writeCallReply, } from '@mizan/protocol';
import { contextName } from '../declare/context-ref.js';
import { Dispatcher } from '../dispatch/dispatcher.js';
import { MizanError } from '../errors/index.js';
import { IdentityResolver } from '../identity/index.js';
import { MizanRegistry } from '../registry/mizan-registry.js';
import { LocalExchange } from './local-exchange.js';
/**
 * Calls functions in tests, through the dispatcher that HTTP goes through: guards, interceptors, pipes, validation,
 * serialization and filters all hold. What belongs to HTTP does not: CSRF, body limits, middleware.
 *
 * @param app any Nest application or context after `init()`, such as a `TestingModule`
 *
 * @example
 * ```ts
 * const agent = mizanTesting(app).as({ id: 1, isStaff: true });
 * const { invalidate } = await agent.call('close_ticket', { ticket_id: 7 });
 * ```
 */
export function mizanTesting(app) {
    const open = (identity) => new LocalCaller(app, identity);
    const nobody = open(null);
    return { as: open, call: nobody.call.bind(nobody), context: nobody.context.bind(nobody) };
}
class LocalCaller {
    #identity;
    #dispatcher;
    #registry;
    #identities;
    constructor(app, who) {
        this.#identity = who === null ? null : fillFlags(who);
        this.#dispatcher = app.get(Dispatcher, { strict: false });
        this.#registry = app.get(MizanRegistry, { strict: false });
        this.#identities = app.get(IdentityResolver, { strict: false });
    }
    async call(source, input = {}) {
        const name = typeof source === 'string' ? source : nameOf(this.#registry, source);
        // As JSON, which is all that can come over a wire.
        const args = JSON.parse(JSON.stringify(input));
        const exchange = this.#open({ method: 'POST', body: { fn: name, args }, query: {} });
        const outcome = await this.#dispatcher.call({ name, source: { kind: 'json', args } }, exchange);
        if (outcome.kind !== 'success')
            throw readFailure(outcome, exchange);
        const { result, invalidate, merge } = outcome;
        const reply = JSON.parse(writeCallReply(result, invalidate, merge));
        return { ...reply, invalidate, merge: reply.merge ?? [] };
    }
    async context(context, params = {}) {
        const query = toQuery(params);
        const exchange = this.#open({ method: 'GET', body: undefined, query });
        const source = { kind: 'text', params: new URLSearchParams(query) };
        const outcome = await this.#dispatcher.readContext({ name: contextName(context), source }, exchange);
        if (outcome.kind !== 'success')
            throw readFailure(outcome, exchange);
        return JSON.parse(outcome.bundle);
    }
    #open(request) {
        const user = this.#identity ?? undefined;
        const exchange = new LocalExchange({
            ...request,
            url: '/',
            headers: {},
            ip: '127.0.0.1',
            params: {},
            user,
        });
        this.#identities.assume(exchange.request, this.#identity);
        return exchange;
    }
}
function fillFlags(who) {
    return isComplete(who) ? who : { isStaff: false, isSuperuser: false, permissions: [], ...who };
}
// A copy would lose what a class computes.
function isComplete(who) {
    return [who.isStaff, who.isSuperuser, who.permissions].every((flag) => flag !== undefined);
}
function nameOf(registry, source) {
    const method = source();
    for (const [name, { record }] of registry.functions)
        if (record.method === method)
            return name;
    throw new TypeError('This method is no function of the app: is @MizanClient on it, and is its class provided?');
}
function toQuery(params) {
    const said = Object.entries(params).filter(([, value]) => value !== undefined && value !== null);
    return Object.fromEntries(said.map(([name, value]) => [name, String(value)]));
}
function readFailure(outcome, { response }) {
    const answer = outcome.kind === 'failure' ? outcome : response.answer;
    const status = answer?.status ?? 500;
    const { code, message, details } = readErrorReply(status, answer?.body);
    return new MizanError(code, message, { status, details });
}
