var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
var __param = (this && this.__param) || function (paramIndex, decorator) {
    return function (target, key) { decorator(target, key, paramIndex); }
};
import { Inject, Injectable } from '@nestjs/common';
import { ApplicationConfig, ExternalContextCreator, ModuleRef } from '@nestjs/core';
import { readAuthRule } from '../auth/auth.decorator.js';
import { MizanAuthGuard } from '../auth/mizan-auth.guard.js';
import { filtersOf, guardsOf, interceptorsOf } from '../discover/enhancers.js';
import { Forbidden, NotFound, toErrorReply } from '../errors/index.js';
import { MizanRegistry } from '../registry/mizan-registry.js';
import { createFunctionHost } from './function-host.js';
import { Invocation } from './invocation.js';
import { guardsEnd, prepareMethod } from './prepare-method.js';
import { RequestScope } from './request-scope.js';
import { resultRecorder } from './result-recorder.js';
/**
 * Runs functions. Every transport goes through here, so that guards, interceptors, pipes and filters hold everywhere;
 * a transport only decodes a request and encodes its outcome.
 */
let Dispatcher = class Dispatcher {
    registry;
    config;
    creator;
    #functions = new Map();
    #scope;
    constructor(registry, config, creator, moduleRef) {
        this.registry = registry;
        this.config = config;
        this.creator = creator;
        this.#scope = new RequestScope(moduleRef);
    }
    /** Makes the closures of all functions. Once, when the registry is full and every provider stands. */
    prepare() {
        for (const fn of this.registry.functions.values()) {
            const { record } = fn;
            const hasInterceptors = interceptorsOf(record, this.config).some((one) => one !== resultRecorder);
            prepareMethod(record, hasInterceptors);
            this.#functions.set(fn, {
                fn,
                host: createFunctionHost(record, this.creator, this.#scope),
                isGuarded: isGuarded(record, this.config),
                hasFilters: filtersOf(record, this.config).length > 0,
            });
        }
    }
    /** Calls one function (PROTOCOL 2: exists, not private, auth, input, run). Never rejects. */
    async call({ name, source }, exchange) {
        const fn = this.registry.functions.get(name);
        if (fn === undefined)
            return refuse(new NotFound(`There is no function "${name}"`));
        if (fn.private)
            return refuse(new Forbidden(`The function "${name}" is private`));
        const invocation = this.#invoke(fn, source, exchange);
        try {
            await invocation.authorize();
            const { value, text, sent } = await invocation.run();
            return {
                kind: 'success',
                result: text,
                invalidate: fn.targets(sent),
                merge: fn.mergePlaces(value, sent),
            };
        }
        catch (error) {
            return invocation.fail(error);
        }
    }
    /**
     * Reads all functions of a context at once. If some fail, the first in declared order decides, and only its error is
     * told (PROTOCOL 2). Never rejects.
     */
    async readContext({ name, source }, exchange) {
        const context = this.registry.contexts.get(name);
        if (context === undefined)
            return refuse(new NotFound(`There is no context "${name}"`));
        const members = context.members.map((fn) => this.#invoke(fn, source, exchange));
        const refused = firstFailure(members, await Promise.allSettled(members.map((member) => member.authorize())));
        // Those before the first that is refused run nevertheless: an error of theirs comes before its refusal.
        const admitted = members.slice(0, refused?.index);
        const answers = await Promise.allSettled(admitted.map((member) => member.run()));
        const failed = firstFailure(admitted, answers) ?? refused;
        if (failed !== undefined)
            return failed.member.fail(failed.error);
        return { kind: 'success', bundle: context.writeBundle(answers.flatMap(textOf)) };
    }
    #invoke(fn, source, exchange) {
        const dispatched = this.#functions.get(fn);
        if (dispatched === undefined)
            throw new Error(`"${fn.name}" was called before the app had started`);
        return new Invocation(dispatched, source, exchange);
    }
};
Dispatcher = __decorate([
    Injectable(),
    __param(3, Inject(ModuleRef)),
    __metadata("design:paramtypes", [MizanRegistry,
        ApplicationConfig,
        ExternalContextCreator,
        ModuleRef])
], Dispatcher);
export { Dispatcher };
// Our own guard lets everybody pass where there is no rule.
function isGuarded(record, config) {
    const foreign = guardsOf(record, config).some((guard) => guard !== MizanAuthGuard && guard !== guardsEnd);
    return foreign || readAuthRule(record.method, record.hostClass) !== undefined;
}
/** The first failure in declared order. The others are told to nobody, so what is unexpected among them is logged. */
function firstFailure(members, results) {
    let first;
    for (const [index, member] of members.entries()) {
        const result = results[index];
        if (result?.status !== 'rejected')
            continue;
        if (first === undefined)
            first = { member, index, error: result.reason };
        else
            member.logUnexpected(result.reason);
    }
    return first;
}
function textOf(result) {
    return result.status === 'fulfilled' ? [result.value.text] : [];
}
function refuse(error) {
    const { status, body } = toErrorReply(error);
    return { kind: 'failure', status, body };
}
