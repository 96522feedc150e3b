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
import { Inject, Injectable, Module, Scope, UseGuards, } from '@nestjs/common';
import { ContextIdFactory, REQUEST } from '@nestjs/core';
import { IsInt, IsString } from 'class-validator';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adapters, startApp } from '../../test-support/start-app.js';
import { Arg, defineContext, MizanClient } from '../index.js';
const Pair = defineContext('pair');
class Seen {
    url;
    loader;
    host;
}
__decorate([
    IsString(),
    __metadata("design:type", String)
], Seen.prototype, "url", void 0);
__decorate([
    IsInt(),
    __metadata("design:type", Number)
], Seen.prototype, "loader", void 0);
__decorate([
    IsInt(),
    __metadata("design:type", Number)
], Seen.prototype, "host", void 0);
let made = { loader: 0, host: 0, transient: 0, middleware: 0 };
let Loader = class Loader {
    request;
    number = ++made.loader;
    constructor(request) {
        this.request = request;
    }
};
Loader = __decorate([
    Injectable({ scope: Scope.REQUEST }),
    __param(0, Inject(REQUEST)),
    __metadata("design:paramtypes", [Object])
], Loader);
let Plain = class Plain {
    word = 'plain';
};
Plain = __decorate([
    Injectable()
], Plain);
/** Request-scoped by what it depends on. */
let ScopedFunctions = class ScopedFunctions {
    loader;
    number = ++made.host;
    constructor(loader) {
        this.loader = loader;
    }
    first() {
        return this.see();
    }
    second() {
        return this.see();
    }
    change(_id) {
        return this.see();
    }
    see() {
        return { url: this.loader.request.url, loader: this.loader.number, host: this.number };
    }
};
__decorate([
    MizanClient({ context: Pair, output: Seen }),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", []),
    __metadata("design:returntype", Seen)
], ScopedFunctions.prototype, "first", null);
__decorate([
    MizanClient({ context: Pair, output: Seen }),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", []),
    __metadata("design:returntype", Seen)
], ScopedFunctions.prototype, "second", null);
__decorate([
    MizanClient({ affects: Pair, output: Seen }),
    __param(0, Arg('id', 'integer')),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Number]),
    __metadata("design:returntype", Seen)
], ScopedFunctions.prototype, "change", null);
ScopedFunctions = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Loader])
], ScopedFunctions);
let OtherFunctions = class OtherFunctions {
    loader;
    request;
    constructor(loader, request) {
        this.loader = loader;
        this.request = request;
    }
    third() {
        return { url: this.request.url, loader: this.loader.number, host: 0 };
    }
};
__decorate([
    MizanClient({ context: Pair, output: Seen }),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", []),
    __metadata("design:returntype", Seen)
], OtherFunctions.prototype, "third", null);
OtherFunctions = __decorate([
    Injectable({ scope: Scope.REQUEST }),
    __param(1, Inject(REQUEST)),
    __metadata("design:paramtypes", [Loader, Object])
], OtherFunctions);
let TransientFunctions = class TransientFunctions {
    plain;
    number = ++made.transient;
    constructor(plain) {
        this.plain = plain;
    }
    passing() {
        return { url: this.plain.word, loader: 0, host: this.number };
    }
    passingToo() {
        return { url: this.plain.word, loader: 0, host: this.number };
    }
};
__decorate([
    MizanClient({ context: 'passing', output: Seen }),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", []),
    __metadata("design:returntype", Seen)
], TransientFunctions.prototype, "passing", null);
__decorate([
    MizanClient({ context: 'passing', output: Seen }),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", []),
    __metadata("design:returntype", Seen)
], TransientFunctions.prototype, "passingToo", null);
TransientFunctions = __decorate([
    Injectable({ scope: Scope.TRANSIENT }),
    __metadata("design:paramtypes", [Plain])
], TransientFunctions);
/** Provided by another token. */
let HiddenFunctions = class HiddenFunctions {
    loader;
    constructor(loader) {
        this.loader = loader;
    }
    hiddenAway() {
        return { url: this.loader.request.url, loader: this.loader.number, host: 0 };
    }
};
__decorate([
    MizanClient({ output: Seen }),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", []),
    __metadata("design:returntype", Seen)
], HiddenFunctions.prototype, "hiddenAway", null);
HiddenFunctions = __decorate([
    Injectable({ scope: Scope.REQUEST }),
    __metadata("design:paramtypes", [Loader])
], HiddenFunctions);
let Failing = class Failing {
    constructor(request) {
        if (request.headers['x-fail'] === 'yes')
            throw new Error('secret internals');
    }
};
Failing = __decorate([
    Injectable({ scope: Scope.REQUEST }),
    __param(0, Inject(REQUEST)),
    __metadata("design:paramtypes", [Object])
], Failing);
let FailingFunctions = class FailingFunctions {
    failing;
    constructor(failing) {
        this.failing = failing;
    }
    failing_() {
        return true;
    }
};
__decorate([
    MizanClient({ affects: Pair, output: 'boolean' }),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", []),
    __metadata("design:returntype", Boolean)
], FailingFunctions.prototype, "failing_", null);
FailingFunctions = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Failing])
], FailingFunctions);
let ScopedMiddleware = class ScopedMiddleware {
    loader;
    number = ++made.middleware;
    constructor(loader) {
        this.loader = loader;
    }
    use(_request, _response, next) {
        next();
    }
};
ScopedMiddleware = __decorate([
    Injectable({ scope: Scope.REQUEST }),
    __metadata("design:paramtypes", [Loader])
], ScopedMiddleware);
let WithMiddleware = class WithMiddleware {
    configure(consumer) {
        consumer.apply(ScopedMiddleware).forRoutes('*path');
    }
};
WithMiddleware = __decorate([
    Module({ providers: [Loader], exports: [Loader] })
], WithMiddleware);
describe.each(adapters)('functions of request-scoped and transient classes on %s', (adapter) => {
    let app;
    beforeAll(async () => {
        app = await startApp({
            providers: [
                Loader,
                Plain,
                Failing,
                ScopedFunctions,
                OtherFunctions,
                TransientFunctions,
                FailingFunctions,
                { provide: 'HIDDEN', useClass: HiddenFunctions },
            ],
        }, { adapter });
    });
    afterAll(() => app.close());
    beforeEach(() => {
        made = { loader: 0, host: 0, transient: 0, middleware: 0 };
    });
    it('are made for the request, which they can inject', async () => {
        expect(await (await app.call('change', { id: 1 })).json()).toEqual({
            result: { url: '/api/mizan/call/', loader: 1, host: 1 },
            invalidate: ['pair'],
        });
        expect(await (await app.call('change', { id: 1 })).json()).toMatchObject({
            result: { loader: 2, host: 2 },
        });
    });
    it('share everything that is made for one request, also across classes', async () => {
        const url = '/api/mizan/ctx/pair/';
        expect(await (await app.context('pair')).json()).toEqual({
            first: { url, loader: 1, host: 1 },
            second: { url, loader: 1, host: 1 },
            third: { url, loader: 1, host: 0 },
        });
        expect(made).toMatchObject({ loader: 1, host: 1 });
    });
    it('are made at once for requests that cross', async () => {
        const answers = await Promise.all(Array.from({ length: 20 }, async () => (await app.call('change', { id: 1 })).json()));
        const loaders = answers.map((answer) => answer.result.loader);
        expect(new Set(loaders).size).toBe(20);
    });
    it('are whole when they are transient, one for each request', async () => {
        const first = {
            passing: { url: 'plain', loader: 0, host: 1 },
            passing_too: { url: 'plain', loader: 0, host: 1 },
        };
        expect(await (await app.context('passing')).json()).toEqual(first);
        expect(await (await app.context('passing')).json()).toMatchObject({ passing: { host: 2 } });
    });
    it('are found by whatever token provides them', async () => {
        expect(await (await app.call('hidden_away')).json()).toMatchObject({ result: { loader: 1 } });
    });
    it('fail like a function when their class cannot be made', async () => {
        expect((await app.call('failing_')).status).toBe(200);
        const response = await app.call('failing_', {}, { 'x-fail': 'yes' });
        expect(response.status).toBe(500);
        expect(await response.json()).toMatchObject({ code: 'INTERNAL_ERROR' });
        expect(app.logged.filter(({ level, text }) => level === 'error' && text.includes('secret internals'))).toHaveLength(1);
    });
});
describe.each(adapters)('beside request-scoped middleware on %s', (adapter) => {
    it('a provider is made once for middleware and functions', async () => {
        made = { loader: 0, host: 0, transient: 0, middleware: 0 };
        const app = await startApp({ imports: [WithMiddleware], providers: [ScopedFunctions] }, { adapter });
        const response = await app.context('pair');
        expect(response.status).toBe(200);
        expect(made).toMatchObject({ middleware: 1, loader: 1 });
        await app.close();
    });
});
class TenantStrategy {
    #tenants = new Map();
    attach(contextId, request) {
        const tenant = request.headers['x-tenant'] ?? 'none';
        const known = this.#tenants.get(tenant) ?? ContextIdFactory.create();
        this.#tenants.set(tenant, known);
        return {
            payload: { tenant },
            resolve: (info) => (info.isTreeDurable ? known : contextId),
        };
    }
}
let Tenant = class Tenant {
    payload;
    number = ++made.loader;
    constructor(payload) {
        this.payload = payload;
    }
};
Tenant = __decorate([
    Injectable({ scope: Scope.REQUEST, durable: true }),
    __param(0, Inject(REQUEST)),
    __metadata("design:paramtypes", [Object])
], Tenant);
let TenantGuard = class TenantGuard {
    tenant;
    constructor(tenant) {
        this.tenant = tenant;
    }
    canActivate() {
        return this.tenant.payload.tenant !== 'banned';
    }
};
TenantGuard = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Tenant])
], TenantGuard);
let TenantFunctions = class TenantFunctions {
    tenant;
    constructor(tenant) {
        this.tenant = tenant;
    }
    tenantName() {
        return `${this.tenant.payload.tenant ?? '?'} ${this.tenant.number}`;
    }
};
__decorate([
    UseGuards(TenantGuard),
    MizanClient({ output: 'string' }),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", []),
    __metadata("design:returntype", String)
], TenantFunctions.prototype, "tenantName", null);
TenantFunctions = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Tenant])
], TenantFunctions);
describe.each(adapters)('durable providers on %s', (adapter) => {
    afterAll(() => {
        // There is no public way to take a strategy back.
        Reflect.deleteProperty(ContextIdFactory, 'strategy');
    });
    it('live as long as their tenant, and are given its payload', async () => {
        made = { loader: 0, host: 0, transient: 0, middleware: 0 };
        ContextIdFactory.apply(new TenantStrategy());
        const app = await startApp({ providers: [Tenant, TenantFunctions] }, { adapter });
        const nameFor = async (tenant) => (await app.call('tenant_name', {}, { 'x-tenant': tenant })).json();
        expect(await nameFor('acme')).toEqual({ result: { result: 'acme 1' } });
        expect(await nameFor('acme')).toEqual({ result: { result: 'acme 1' } });
        expect(await nameFor('other')).toEqual({ result: { result: 'other 2' } });
        expect(await nameFor('banned')).toMatchObject({ code: 'FORBIDDEN' });
        await app.close();
    });
});
