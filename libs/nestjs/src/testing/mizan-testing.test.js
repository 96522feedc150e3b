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
import { Catch, Global, HttpException, Injectable, Module, UseFilters, UseGuards, UseInterceptors, } from '@nestjs/common';
import { APP_FILTER, BaseExceptionFilter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
import { map } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { Arg } from '../declare/arg.decorator.js';
import { defineContext } from '../declare/context-ref.js';
import { functionOf } from '../declare/function-of.js';
import { MizanClient } from '../declare/mizan-client.decorator.js';
import { MizanError, NotFound } from '../errors/index.js';
import { Identity } from '../identity/index.js';
import { MizanModule } from '../mizan.module.js';
import { Typed } from '../types/index.js';
import { mizanTesting } from './index.js';
const TicketContext = defineContext('ticket');
class Ticket {
    id;
    openedAt;
}
__decorate([
    Typed('integer'),
    __metadata("design:type", Number)
], Ticket.prototype, "id", void 0);
__decorate([
    Typed(),
    __metadata("design:type", Date)
], Ticket.prototype, "openedAt", void 0);
class Teapot extends HttpException {
    constructor() {
        super('short and stout', 418);
    }
}
class Person {
    id;
    role;
    permissions = [];
    isSuperuser = false;
    constructor(id, role) {
        this.id = id;
        this.role = role;
    }
    get isStaff() {
        return this.role === 'agent';
    }
}
let Doubles = class Doubles {
    intercept(_context, next) {
        return next.handle().pipe(map((value) => value * 2));
    }
};
Doubles = __decorate([
    Injectable()
], Doubles);
let OnlyKnown = class OnlyKnown {
    canActivate(context) {
        return context.switchToHttp().getRequest().user !== undefined;
    }
};
OnlyKnown = __decorate([
    Injectable()
], OnlyKnown);
let Answers = class Answers {
    catch(_error, host) {
        host.switchToHttp().getResponse().status(410).send({ message: 'It was here' });
    }
};
Answers = __decorate([
    Catch(NotFound)
], Answers);
let AnswersLikeNest = class AnswersLikeNest extends BaseExceptionFilter {
};
AnswersLikeNest = __decorate([
    Catch(Teapot)
], AnswersLikeNest);
let TicketFunctions = class TicketFunctions {
    ticket(id) {
        return { id, openedAt: new Date(0) };
    }
    closeTicket(id) {
        return { id, openedAt: new Date(0) };
    }
    whoami(who) {
        return who === null ? 'nobody' : `${who.id}:${who.isStaff}:${who.permissions.join('+')}`;
    }
    double(n) {
        return n;
    }
    known() {
        return true;
    }
    lost() {
        throw new NotFound();
    }
    teapot() {
        throw new Teapot();
    }
    missing() {
        throw new NotFound('No such ticket', { details: { id: 7 } });
    }
    rare() {
        return true;
    }
    buggy() {
        throw new Error('secret internals');
    }
    hidden() {
        return true;
    }
};
__decorate([
    MizanClient({ context: TicketContext, output: Ticket }),
    __param(0, Arg('ticket_id', 'integer')),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Number]),
    __metadata("design:returntype", Ticket)
], TicketFunctions.prototype, "ticket", null);
__decorate([
    MizanClient({ affects: TicketContext, merge: TicketContext, auth: 'staff', output: Ticket }),
    __param(0, Arg('ticket_id', 'integer')),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Number]),
    __metadata("design:returntype", Ticket)
], TicketFunctions.prototype, "closeTicket", null);
__decorate([
    MizanClient({ output: 'string' }),
    __param(0, Identity()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object]),
    __metadata("design:returntype", void 0)
], TicketFunctions.prototype, "whoami", null);
__decorate([
    UseInterceptors(Doubles),
    MizanClient({ output: 'integer' }),
    __param(0, Arg('n', 'integer')),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Number]),
    __metadata("design:returntype", void 0)
], TicketFunctions.prototype, "double", null);
__decorate([
    UseGuards(OnlyKnown),
    MizanClient({ output: 'boolean' }),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", []),
    __metadata("design:returntype", void 0)
], TicketFunctions.prototype, "known", null);
__decorate([
    UseFilters(Answers),
    MizanClient({ output: 'boolean', affects: TicketContext }),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", []),
    __metadata("design:returntype", Boolean)
], TicketFunctions.prototype, "lost", null);
__decorate([
    MizanClient({ output: 'boolean' }),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", []),
    __metadata("design:returntype", Boolean)
], TicketFunctions.prototype, "teapot", null);
__decorate([
    MizanClient({ output: 'boolean' }),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", []),
    __metadata("design:returntype", Boolean)
], TicketFunctions.prototype, "missing", null);
__decorate([
    UseGuards(ThrottlerGuard),
    MizanClient({ output: 'boolean' }),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", []),
    __metadata("design:returntype", void 0)
], TicketFunctions.prototype, "rare", null);
__decorate([
    MizanClient({ output: 'boolean' }),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", []),
    __metadata("design:returntype", Boolean)
], TicketFunctions.prototype, "buggy", null);
__decorate([
    MizanClient({ private: true, output: 'boolean' }),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", []),
    __metadata("design:returntype", void 0)
], TicketFunctions.prototype, "hidden", null);
TicketFunctions = __decorate([
    Injectable()
], TicketFunctions);
const silence = { log() { }, error() { }, warn() { } };
let AppModule = class AppModule {
};
AppModule = __decorate([
    Global(),
    Module({
        imports: [
            MizanModule.forRoot({
                identity: () => ({ id: 'option', isStaff: true, isSuperuser: true, permissions: [] }),
            }),
            ThrottlerModule.forRoot([{ ttl: 60_000, limit: 1 }]),
        ],
        providers: [TicketFunctions, { provide: APP_FILTER, useClass: AnswersLikeNest }],
    })
], AppModule);
const adapters = [
    ['Express', () => new ExpressAdapter()],
    ['Fastify', () => new FastifyAdapter()],
];
const closing = [];
afterEach(async () => {
    for (const close of closing.splice(0))
        await close();
});
async function openApp(makeAdapter) {
    const module = await Test.createTestingModule({ imports: [AppModule] })
        .setLogger(silence)
        .compile();
    const app = makeAdapter === undefined ? module : module.createNestApplication(makeAdapter());
    await app.init();
    closing.push(() => app.close());
    return mizanTesting(app);
}
describe.each([...adapters, ['no HTTP at all', undefined]])('mizanTesting with %s', (_platform, makeAdapter) => {
    const open = () => openApp(makeAdapter);
    it('calls a function as somebody and tells what became stale and what merges', async () => {
        const agent = (await open()).as({ id: 1, isStaff: true });
        const ticket = { id: 7, openedAt: '1970-01-01T00:00:00.000Z' };
        const params = { ticket_id: 7 };
        expect(await agent.call('close_ticket', params)).toEqual({
            result: ticket,
            invalidate: [{ context: 'ticket', params }],
            merge: [{ context: 'ticket', slot: 'ticket', value: ticket, params }],
        });
    });
    it('takes a method for its name', async () => {
        const testing = await open();
        const double = functionOf(() => TicketFunctions, 'double');
        expect((await testing.call(double, { n: 2 })).result).toEqual({ result: 4 });
        const stranger = testing.call(functionOf(() => Doubles, 'intercept'));
        await expect(stranger).rejects.toThrow(/^This method is no function of the app/);
    });
    it('says so when nothing became stale', async () => {
        expect(await (await open()).call('double', { n: 2 })).toEqual({
            result: { result: 4 },
            invalidate: [],
            merge: [],
        });
    });
    it('reads a context by its reference or its name', async () => {
        const testing = await open();
        const bundle = { ticket: { id: 7, openedAt: '1970-01-01T00:00:00.000Z' } };
        expect(await testing.context(TicketContext, { ticket_id: 7, other: undefined })).toEqual(bundle);
        expect(await testing.context('ticket', { ticket_id: 7 })).toEqual(bundle);
    });
    it('is nobody until it is somebody, whatever the option identity says', async () => {
        const testing = await open();
        const whoami = async (caller = testing.as(null)) => (await caller.call('whoami')).result;
        expect(await whoami()).toEqual({ result: 'nobody' });
        expect((await testing.call('whoami')).result).toEqual({ result: 'nobody' });
        expect(await whoami(testing.as({ id: 'ada' }))).toEqual({ result: 'ada:false:' });
        expect(await whoami(testing.as({ id: 2, isStaff: true, permissions: ['a', 'b'] }))).toEqual({
            result: '2:true:a+b',
        });
    });
    it.each([
        ['nobody', null, 'UNAUTHORIZED', 401],
        ['somebody without the right', { id: 1 }, 'FORBIDDEN', 403],
        ['a superuser, who is not thereby staff', { id: 1, isSuperuser: true }, 'FORBIDDEN', 403],
    ])('refuses %s by the auth rule', async (_who, identity, code, status) => {
        const refused = (await open()).as(identity).call('close_ticket', { ticket_id: 7 });
        await expect(refused).rejects.toBeInstanceOf(MizanError);
        await expect(refused).rejects.toMatchObject({ code, status });
    });
    it.each([
        [
            'an input of the wrong type',
            'double',
            { n: '2' },
            { code: 'VALIDATION_ERROR', details: { fields: { n: [expect.any(String)] } } },
        ],
        ['a date where a number should be', 'double', { n: new Date(0) }, { code: 'VALIDATION_ERROR' }],
        ['an unknown function', 'nope', {}, { code: 'NOT_FOUND' }],
        ['a private function', 'hidden', {}, { code: 'FORBIDDEN' }],
        [
            'an error with details',
            'missing',
            {},
            { code: 'NOT_FOUND', message: 'No such ticket', details: { id: 7 } },
        ],
        [
            'an unexpected error',
            'buggy',
            {},
            { code: 'INTERNAL_ERROR', message: 'Something went wrong on the server.' },
        ],
        ['an answer of a filter', 'lost', {}, { status: 410, code: 'HTTP_410', message: 'It was here' }],
    ])('rejects with the error of %s', async (_title, name, input, expected) => {
        await expect((await open()).call(name, input)).rejects.toMatchObject(expected);
    });
    it('hands an object with all flags on as it is, with what its class computes', async () => {
        const testing = await open();
        const { result } = await testing.as(new Person('sam', 'agent')).call('whoami');
        expect(result).toEqual({ result: 'sam:true:' });
        const carried = testing.as({
            id: 'eve',
            isStaff: false,
            isSuperuser: false,
            permissions: [],
            team: 'a',
        });
        expect((await carried.call('whoami')).result).toEqual({ result: 'eve:false:' });
    });
    it('rejects with the error of a member when a bundle fails', async () => {
        const testing = await open();
        await expect(testing.context(TicketContext)).rejects.toMatchObject({
            code: 'VALIDATION_ERROR',
            status: 422,
        });
        await expect(testing.context('nope')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });
    it('runs the guards of the app, which find the caller where passport would have put him', async () => {
        const testing = await open();
        await expect(testing.call('known')).rejects.toMatchObject({ code: 'FORBIDDEN' });
        expect((await testing.as({ id: 1 }).call('known')).result).toEqual({ result: true });
    });
    it('lets a throttler count', async () => {
        const testing = await open();
        await testing.call('rare');
        await expect(testing.call('rare')).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    });
});
it.each(adapters)('understands what filters do on %s that extend that of Nest', async (_platform, makeAdapter) => {
    const refused = (await openApp(makeAdapter)).call('teapot');
    await expect(refused).rejects.toMatchObject({ status: 418, message: 'short and stout' });
});
