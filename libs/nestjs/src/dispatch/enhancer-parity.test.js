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
import { Catch, ConflictException, createParamDecorator, ForbiddenException, Injectable, NotFoundException, Scope, UseFilters, UseGuards, UseInterceptors, UsePipes, } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { IsBoolean, IsOptional } from 'class-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adapters, startApp } from '../../test-support/start-app.js';
import { defineContext, MizanClient } from '../index.js';
const kinds = ['guard', 'interceptor', 'pipe', 'filter', 'parameter'];
const levels = ['method', 'class', 'useGlobal', 'APP_'];
const scopes = ['singleton', 'request-scoped', 'transient'];
const scopeOf = {
    singleton: Scope.DEFAULT,
    'request-scoped': Scope.REQUEST,
    transient: Scope.TRANSIENT,
};
const tokens = {
    guard: APP_GUARD,
    interceptor: APP_INTERCEPTOR,
    pipe: APP_PIPE,
    filter: APP_FILTER,
};
const Pair = defineContext('pair');
class Ask {
    fail;
    refuse;
}
__decorate([
    IsOptional(),
    IsBoolean(),
    __metadata("design:type", Boolean)
], Ask.prototype, "fail", void 0);
__decorate([
    IsOptional(),
    IsBoolean(),
    __metadata("design:type", Boolean)
], Ask.prototype, "refuse", void 0);
class Done {
    ok;
}
__decorate([
    IsBoolean(),
    __metadata("design:type", Boolean)
], Done.prototype, "ok", void 0);
/** Why a cell means nothing in Nest itself. */
function whyMeaningless({ kind, level, scope }) {
    if (kind === 'parameter' && level !== 'method')
        return 'a parameter decorator stands at a parameter';
    if (kind === 'parameter' && scope !== 'singleton')
        return 'a parameter decorator is a function, which has no scope';
    if (level === 'useGlobal' && scope !== 'singleton')
        return 'useGlobal* takes an instance, which has no scope';
    return undefined;
}
let Service = class Service {
};
Service = __decorate([
    Injectable()
], Service);
function isRefused(host) {
    return host.switchToHttp().getRequest().headers['x-refuse'] === 'yes';
}
const siteOf = (context) => `${context.getClass().name}.${context.getHandler().name}`;
/** The enhancers of one app, all of which write to one list. */
function makeProbe(kind, scope, seen) {
    const note = (at, service) => seen.push({ at, injected: service instanceof Service });
    let Guard = class Guard {
        service;
        constructor(service) {
            this.service = service;
        }
        canActivate(context) {
            note(siteOf(context), this.service);
            return !isRefused(context);
        }
    };
    Guard = __decorate([
        Injectable({ scope }),
        __metadata("design:paramtypes", [Service])
    ], Guard);
    let Interceptor = class Interceptor {
        service;
        constructor(service) {
            this.service = service;
        }
        intercept(context, next) {
            note(siteOf(context), this.service);
            if (isRefused(context))
                throw new ForbiddenException();
            return next.handle();
        }
    };
    Interceptor = __decorate([
        Injectable({ scope }),
        __metadata("design:paramtypes", [Service])
    ], Interceptor);
    let Pipe = class Pipe {
        service;
        constructor(service) {
            this.service = service;
        }
        transform(value, { metatype }) {
            note(metatype?.name ?? '', this.service);
            if (value.refuse === true)
                throw new ForbiddenException();
            return value;
        }
    };
    Pipe = __decorate([
        Injectable({ scope }),
        __metadata("design:paramtypes", [Service])
    ], Pipe);
    let Filter = class Filter {
        service;
        constructor(service) {
            this.service = service;
        }
        catch(error, host) {
            note(error.message, this.service);
            if (isRefused(host))
                throw new ForbiddenException();
            throw new ConflictException();
        }
    };
    Filter = __decorate([
        Catch(NotFoundException),
        Injectable({ scope }),
        __metadata("design:paramtypes", [Service])
    ], Filter);
    return { guard: Guard, interceptor: Interceptor, pipe: Pipe, filter: Filter }[kind];
}
function bind(kind, probe) {
    const decorators = { guard: UseGuards, interceptor: UseInterceptors, pipe: UsePipes, filter: UseFilters };
    return decorators[kind](probe);
}
function bindGlobally(app, kind, probe) {
    const instance = new probe(new Service());
    const bindings = {
        guard: (one) => app.useGlobalGuards(one),
        interceptor: (one) => app.useGlobalInterceptors(one),
        pipe: (one) => app.useGlobalPipes(one),
        filter: (one) => app.useGlobalFilters(one),
    };
    // Each probe is made for its own kind.
    bindings[kind](instance);
}
const leaveAlone = () => undefined;
function run({ ran }, name, { fail }, service) {
    ran.push(name);
    if (fail === true)
        throw new NotFoundException(name);
    return { ok: service instanceof Service };
}
/** The functions of a cell, with the enhancer where the cell has it. */
function makeFunctions(at, scope, recording) {
    let Functions = class Functions {
        service;
        constructor(service) {
            this.service = service;
        }
        first(input) {
            return run(recording, 'first', input, this.service);
        }
        second(input) {
            return run(recording, 'second', input, this.service);
        }
        change(input) {
            return run(recording, 'change', input, this.service);
        }
    };
    __decorate([
        at('method'),
        MizanClient({ context: Pair, output: Done }),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", [Ask]),
        __metadata("design:returntype", Done)
    ], Functions.prototype, "first", null);
    __decorate([
        at('method'),
        MizanClient({ context: Pair, output: Done }),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", [Ask]),
        __metadata("design:returntype", Done)
    ], Functions.prototype, "second", null);
    __decorate([
        at('method'),
        MizanClient({ affects: Pair, output: Done }),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", [Ask]),
        __metadata("design:returntype", Done)
    ], Functions.prototype, "change", null);
    Functions = __decorate([
        at('class'),
        Injectable({ scope }),
        __metadata("design:paramtypes", [Service])
    ], Functions);
    return Functions;
}
/** The same with a custom parameter decorator. */
function makeWatchedFunctions(scope, recording) {
    const Watched = createParamDecorator((_data, context) => {
        recording.seen.push({ at: siteOf(context), injected: true });
        if (isRefused(context))
            throw new ForbiddenException();
    });
    let Functions = class Functions {
        service;
        constructor(service) {
            this.service = service;
        }
        first(_watched, input) {
            return run(recording, 'first', input, this.service);
        }
        second(_watched, input) {
            return run(recording, 'second', input, this.service);
        }
        change(input, _watched) {
            return run(recording, 'change', input, this.service);
        }
    };
    __decorate([
        MizanClient({ context: Pair, output: Done }),
        __param(0, Watched()),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", [Object, Ask]),
        __metadata("design:returntype", Done)
    ], Functions.prototype, "first", null);
    __decorate([
        MizanClient({ context: Pair, output: Done }),
        __param(0, Watched()),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", [Object, Ask]),
        __metadata("design:returntype", Done)
    ], Functions.prototype, "second", null);
    __decorate([
        MizanClient({ affects: Pair, output: Done }),
        __param(1, Watched()),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", [Ask, Object]),
        __metadata("design:returntype", Done)
    ], Functions.prototype, "change", null);
    Functions = __decorate([
        Injectable({ scope }),
        __metadata("design:paramtypes", [Service])
    ], Functions);
    return Functions;
}
async function startCell({ kind, level, scope, host, adapter }) {
    const recording = { seen: [], ran: [] };
    if (kind === 'parameter') {
        const providers = [makeWatchedFunctions(scopeOf[host], recording), Service];
        return { ...(await startApp({ providers }, { adapter })), ...recording };
    }
    const probe = makeProbe(kind, scopeOf[scope], recording.seen);
    const functions = makeFunctions((at) => (at === level ? bind(kind, probe) : leaveAlone), scopeOf[host], recording);
    const providers = [functions, Service];
    if (level === 'APP_')
        providers.push({ provide: tokens[kind], useClass: probe, scope: scopeOf[scope] });
    const configure = (app) => {
        if (level === 'useGlobal')
            bindGlobally(app, kind, probe);
    };
    return { ...(await startApp({ providers }, { adapter, configure })), ...recording };
}
const cells = kinds.flatMap((kind) => levels.flatMap((level) => scopes.map((scope) => ({ kind, level, scope, why: whyMeaningless({ kind, level, scope }) }))));
const meaningful = cells.filter(({ why }) => why === undefined);
const meaningless = cells.filter(({ why }) => why !== undefined);
describe('enhancers run around functions as around routes', () => {
    it('in every cell but those that mean nothing in Nest, which are told', () => {
        const lines = meaningless.map(({ kind, level, scope, why }) => `  ${kind} × ${level} × ${scope}: ${why}`);
        process.stdout.write(`Cells that Nest does not have:\n${lines.join('\n')}\n`);
        expect(meaningful.length + meaningless.length).toBe(60);
        expect(meaningful.length).toBe(41);
    });
    const all = adapters.flatMap((adapter) => scopes.flatMap((host) => meaningful.map((cell) => ({ ...cell, host, adapter }))));
    describe.each(all)('$kind × $level × $scope, $host class, $adapter', (cell) => {
        const { kind } = cell;
        let app;
        beforeAll(async () => {
            app = await startCell(cell);
        });
        afterAll(() => app.close());
        /** What the enhancers saw of these functions, in the order of their names. */
        const sightings = (...names) => names.map((name) => ({ at: kind === 'pipe' ? 'Ask' : `Functions.${name}`, injected: true }));
        const takeSeen = () => app.seen.splice(0).toSorted((a, b) => a.at.localeCompare(b.at));
        const takeRan = () => app.ran.splice(0).toSorted();
        const refusal = { 'x-refuse': 'yes' };
        if (kind === 'filter') {
            it('call: maps the error once, and nothing is invalidated', async () => {
                const response = await app.call('change', { fail: true });
                expect(response.status).toBe(409);
                expect(await response.json()).toMatchObject({ error: true, code: 'CONFLICT' });
                expect(response.headers.get('X-Mizan-Invalidate')).toBeNull();
                expect(takeSeen()).toEqual([{ at: 'change', injected: true }]);
                expect(takeRan()).toEqual(['change']);
            });
            it('bundle: is shown one error, of the first function in declared order', async () => {
                const response = await app.context('pair', '?fail=true');
                expect(response.status).toBe(409);
                expect(takeSeen()).toEqual([{ at: 'first', injected: true }]);
                expect(takeRan()).toEqual(['first', 'second']);
            });
            it('can refuse', async () => {
                expect((await app.call('change', { fail: true }, refusal)).status).toBe(403);
                expect((await app.context('pair', '?fail=true', refusal)).status).toBe(403);
                expect(takeSeen()).toHaveLength(2);
                takeRan();
            });
            it('is not asked when all is well', async () => {
                expect((await app.call('change', {})).status).toBe(200);
                expect((await app.context('pair')).status).toBe(200);
                expect(takeSeen()).toEqual([]);
                takeRan();
            });
            return;
        }
        it('call: runs once, around the function itself', async () => {
            const response = await app.call('change', {});
            expect(await response.json()).toEqual({ result: { ok: true }, invalidate: ['pair'] });
            expect(takeSeen()).toEqual(sightings('change'));
            expect(takeRan()).toEqual(['change']);
        });
        it('bundle: runs once for each function', async () => {
            const response = await app.context('pair');
            expect(await response.json()).toEqual({ first: { ok: true }, second: { ok: true } });
            expect(takeSeen()).toEqual(sightings('first', 'second'));
            expect(takeRan()).toEqual(['first', 'second']);
        });
        it('can refuse: the method does not run and nothing is invalidated', async () => {
            const headers = kind === 'pipe' ? {} : refusal;
            const response = await app.call('change', kind === 'pipe' ? { refuse: true } : {}, headers);
            expect(response.status).toBe(403);
            expect(await response.json()).toMatchObject({ error: true, code: 'FORBIDDEN' });
            expect(response.headers.get('X-Mizan-Invalidate')).toBeNull();
            expect(takeSeen()).toEqual(sightings('change'));
            const bundle = await app.context('pair', kind === 'pipe' ? '?refuse=true' : '', headers);
            expect(bundle.status).toBe(403);
            expect(takeSeen()).toEqual(sightings('first', 'second'));
            expect(takeRan()).toEqual([]);
        });
    });
});
