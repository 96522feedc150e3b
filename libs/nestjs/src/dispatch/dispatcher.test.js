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
import { createParamDecorator, Headers, Injectable, Ip, NotFoundException, Req, Res, UseGuards, UseInterceptors, } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { IsInt, IsString } from 'class-validator';
import { map, of } from 'rxjs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { adapters, startApp } from '../../test-support/start-app.js';
import { Arg, defineContext, isMizanCall, MizanAuthGuard, MizanClient, MizanModule, mizanTesting, } from '../index.js';
const Pair = defineContext('pair');
const log = [];
class Key {
    id;
}
__decorate([
    IsInt(),
    __metadata("design:type", Number)
], Key.prototype, "id", void 0);
class View {
    id;
    text;
}
__decorate([
    IsInt(),
    __metadata("design:type", Number)
], View.prototype, "id", void 0);
__decorate([
    IsString(),
    __metadata("design:type", String)
], View.prototype, "text", void 0);
/** Resolves when told, so that a test decides what is finished first. */
class Gate {
    #open;
    opened = new Promise((resolve) => (this.#open = resolve));
    open() {
        this.#open?.();
    }
}
async function start(functions, adapter = 'express') {
    return startApp({ providers: [functions] }, { adapter });
}
beforeEach(() => void log.splice(0));
describe.each(adapters)('the order of checks on %s', (adapter) => {
    let Notes = class Notes {
        canActivate() {
            log.push('guard');
            return true;
        }
    };
    Notes = __decorate([
        Injectable()
    ], Notes);
    let Wraps = class Wraps {
        intercept(_context, next) {
            log.push('interceptor');
            return next.handle();
        }
    };
    Wraps = __decorate([
        Injectable()
    ], Wraps);
    const Param = createParamDecorator(() => void log.push('parameter'));
    let Functions = class Functions {
        staff(input) {
            return { id: input.id, text: '' };
        }
        open(input, _param) {
            log.push('method');
            return { id: input.id, text: '' };
        }
        hidden(input) {
            return { id: input.id, text: '' };
        }
    };
    __decorate([
        MizanClient({ auth: 'staff', output: View }),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", [Key]),
        __metadata("design:returntype", void 0)
    ], Functions.prototype, "staff", null);
    __decorate([
        MizanClient({ output: View }),
        __param(1, Param()),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", [Key, Object]),
        __metadata("design:returntype", void 0)
    ], Functions.prototype, "open", null);
    __decorate([
        MizanClient({ private: true, auth: 'staff', output: View }),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", [Key]),
        __metadata("design:returntype", void 0)
    ], Functions.prototype, "hidden", null);
    Functions = __decorate([
        UseGuards(Notes),
        UseInterceptors(Wraps),
        Injectable()
    ], Functions);
    let app;
    beforeAll(async () => {
        app = await start(Functions, adapter);
    });
    afterAll(() => app.close());
    it('is: it exists, it is not private, auth, input, method', async () => {
        expect((await app.call('nope')).status).toBe(404);
        expect((await app.call('hidden')).status).toBe(403);
        expect(log.splice(0)).toEqual([]);
        expect((await app.call('staff', { id: 'wrong' })).status).toBe(401);
        expect(log.splice(0)).toEqual(['guard']);
        expect((await app.call('open', { id: 'wrong' })).status).toBe(422);
        expect(log.splice(0)).toEqual(['guard', 'interceptor', 'parameter']);
        expect((await app.call('open', { id: 1 })).status).toBe(200);
        expect(log.splice(0)).toEqual(['guard', 'interceptor', 'parameter', 'method']);
    });
});
describe('a bundle', () => {
    let gates = { first: new Gate(), second: new Gate() };
    let Functions = class Functions {
        async first(a) {
            await gates.first.opened;
            log.push('first');
            if (a === 'fail')
                throw new NotFoundException('first');
            return { id: 1, text: 'first' };
        }
        async second(b) {
            gates.first.open();
            await gates.second.opened;
            log.push('second');
            if (b === 'fail')
                throw new NotFoundException('second');
            if (b === 'crash')
                throw new TypeError('secret of the second');
            return { id: 2, text: 'second' };
        }
        third(c) {
            gates.second.open();
            if (c === 0)
                throw new NotFoundException('third');
            return { id: c, text: 'third' };
        }
        ahead(a) {
            log.push('ahead');
            if (a === 'fail')
                throw new NotFoundException('ahead');
            return { id: 1, text: '' };
        }
        member() {
            log.push('member');
            return { id: 1, text: '' };
        }
        behind() {
            log.push('behind');
            return { id: 1, text: '' };
        }
        hidden() {
            log.push('hidden');
            return { id: 1, text: '' };
        }
    };
    __decorate([
        MizanClient({ context: Pair, output: View }),
        __param(0, Arg('a', 'string', { optional: true })),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", [String]),
        __metadata("design:returntype", Promise)
    ], Functions.prototype, "first", null);
    __decorate([
        MizanClient({ context: Pair, output: View }),
        __param(0, Arg('b', 'string', { optional: true })),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", [String]),
        __metadata("design:returntype", Promise)
    ], Functions.prototype, "second", null);
    __decorate([
        MizanClient({ context: Pair, output: View, name: 'Third' }),
        __param(0, Arg('c', 'integer', { default: 3 })),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", [Number]),
        __metadata("design:returntype", void 0)
    ], Functions.prototype, "third", null);
    __decorate([
        MizanClient({ context: 'guarded', output: View }),
        __param(0, Arg('a', 'string', { optional: true })),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", [String]),
        __metadata("design:returntype", void 0)
    ], Functions.prototype, "ahead", null);
    __decorate([
        MizanClient({ context: 'guarded', auth: true, output: View }),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", []),
        __metadata("design:returntype", void 0)
    ], Functions.prototype, "member", null);
    __decorate([
        MizanClient({ context: 'guarded', output: View }),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", []),
        __metadata("design:returntype", void 0)
    ], Functions.prototype, "behind", null);
    __decorate([
        MizanClient({ context: 'guarded', private: true, output: View }),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", []),
        __metadata("design:returntype", void 0)
    ], Functions.prototype, "hidden", null);
    Functions = __decorate([
        Injectable()
    ], Functions);
    let app;
    beforeAll(async () => {
        app = await start(Functions);
    });
    afterAll(() => app.close());
    beforeEach(() => {
        gates = { first: new Gate(), second: new Gate() };
    });
    it('runs its functions at once, and sorts their names by code point', async () => {
        // The first waits for the second, and that for the third: one after the other, none would end.
        const response = await app.context('pair');
        expect(await response.text()).toBe('{"Third":{"id":3,"text":"third"},"first":{"id":1,"text":"first"},"second":{"id":2,"text":"second"}}');
    });
    it.each([
        ['?b=fail&c=0', 'second'],
        ['?a=fail&b=fail', 'first'],
        ['?c=0', 'third'],
    ])('%s: of those that fail, the first in declared order decides, whichever fails first', async (query, message) => {
        const response = await app.context('pair', query);
        expect(response.status).toBe(404);
        expect(await response.json()).toEqual({ error: true, code: 'NOT_FOUND', message });
    });
    it('counts input errors in the same order', async () => {
        gates.second.open();
        expect(await (await app.context('pair', '?c=x&b=fail')).json()).toMatchObject({ message: 'second' });
        expect(await (await app.context('pair', '?c=x')).json()).toMatchObject({ code: 'VALIDATION_ERROR' });
    });
    it('logs what is unexpected in those that do not decide', async () => {
        const response = await app.context('pair', '?a=fail&b=crash');
        expect(await response.json()).toMatchObject({ message: 'first' });
        const errors = app.logged.filter(({ level }) => level === 'error');
        expect(errors).toHaveLength(1);
        expect(errors[0]?.text).toContain('second (Functions.second) failed');
    });
    it('runs nothing from the first member on that is refused; an error before it comes first', async () => {
        const response = await app.context('guarded');
        expect(response.status).toBe(401);
        expect(log.splice(0)).toEqual(['ahead']);
        expect(await (await app.context('guarded', '?a=fail')).json()).toMatchObject({ message: 'ahead' });
    });
});
describe('what a function answers', () => {
    let Adds = class Adds {
        intercept(_context, next) {
            return next.handle().pipe(map((value) => ({ data: value })));
        }
    };
    Adds = __decorate([
        Injectable()
    ], Adds);
    let Keeps = class Keeps {
        intercept(_context, next) {
            return next.handle();
        }
    };
    Keeps = __decorate([
        Injectable()
    ], Keeps);
    let Answers = class Answers {
        intercept() {
            return of({ id: 9, text: 'kept' });
        }
    };
    Answers = __decorate([
        Injectable()
    ], Answers);
    let Wraps = class Wraps {
        intercept(context, next) {
            if (isMizanCall(context))
                return next.handle();
            return next.handle().pipe(map((data) => ({ data })));
        }
    };
    Wraps = __decorate([
        Injectable()
    ], Wraps);
    let Functions = class Functions {
        changed() {
            return { id: 1, text: '' };
        }
        wrong() {
            return JSON.parse('{"id":"1"}');
        }
        wrapped() {
            return { id: 1, text: '' };
        }
        answered(_input) {
            return { id: 1, text: 'run' };
        }
        reader(id) {
            return { id, text: '' };
        }
        async slowInput(input) {
            return input.id;
        }
        async list() {
            return [{ id: 1, text: 'a', secret: 'x' }];
        }
        request(request, word, ip, response) {
            return [request.url, word, ip.includes('127.0.0.1'), typeof response].join(' ');
        }
        throwsText() {
            throw 'a text with secrets';
        }
    };
    __decorate([
        UseInterceptors(Adds),
        MizanClient({ output: View }),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", []),
        __metadata("design:returntype", void 0)
    ], Functions.prototype, "changed", null);
    __decorate([
        UseInterceptors(Keeps),
        MizanClient({ output: View }),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", []),
        __metadata("design:returntype", View)
    ], Functions.prototype, "wrong", null);
    __decorate([
        UseInterceptors(Wraps),
        MizanClient({ output: View }),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", []),
        __metadata("design:returntype", void 0)
    ], Functions.prototype, "wrapped", null);
    __decorate([
        UseInterceptors(Answers),
        MizanClient({ affects: Pair, output: View }),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", [Key]),
        __metadata("design:returntype", void 0)
    ], Functions.prototype, "answered", null);
    __decorate([
        MizanClient({ context: Pair, output: View }),
        __param(0, Arg('id', 'integer')),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", [Number]),
        __metadata("design:returntype", void 0)
    ], Functions.prototype, "reader", null);
    __decorate([
        MizanClient({
            affects: Pair,
            output: 'integer',
            input: z.object({ id: z.number() }).refine(async () => true),
        }),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", [Object]),
        __metadata("design:returntype", Promise)
    ], Functions.prototype, "slowInput", null);
    __decorate([
        MizanClient({ output: [View] }),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", []),
        __metadata("design:returntype", Promise)
    ], Functions.prototype, "list", null);
    __decorate([
        MizanClient({ output: 'string' }),
        __param(0, Req()),
        __param(1, Headers('X-Word')),
        __param(2, Ip()),
        __param(3, Res()),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", [Object, String, String, Object]),
        __metadata("design:returntype", void 0)
    ], Functions.prototype, "request", null);
    __decorate([
        MizanClient({ output: 'string' }),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", []),
        __metadata("design:returntype", String)
    ], Functions.prototype, "throwsText", null);
    Functions = __decorate([
        Injectable()
    ], Functions);
    let app;
    beforeAll(async () => {
        app = await start(Functions);
    });
    afterAll(() => app.close());
    const takeErrors = () => app.logged.filter(({ level }) => level === 'error').map(({ text }) => text);
    it('says in the log when an interceptor changed what does not fit', async () => {
        expect((await app.call('changed')).status).toBe(500);
        expect(takeErrors().at(-1)).toMatch(/changed \(Functions\.changed\) failed.*interceptor changed it/s);
    });
    it('does not blame an interceptor that changed nothing', async () => {
        expect((await app.call('wrong')).status).toBe(500);
        expect(takeErrors().at(-1)).toMatch(/Functions\.wrong/);
        expect(takeErrors().at(-1)).not.toMatch(/interceptor changed/);
    });
    it('is left alone by wrappers that ask isMizanCall', async () => {
        expect(await (await app.call('wrapped')).json()).toEqual({ result: { id: 1, text: '' } });
    });
    it('is scoped as widely as declared when an interceptor answers in place of the method', async () => {
        expect(await (await app.call('answered', { id: 1 })).json()).toEqual({
            result: { id: 9, text: 'kept' },
            invalidate: ['pair'],
        });
    });
    it('is scoped by an input that a schema validates later', async () => {
        expect(await (await app.call('slow_input', { id: 7 })).json()).toEqual({
            result: { result: 7 },
            invalidate: [{ context: 'pair', params: { id: 7 } }],
        });
    });
    it('holds declared fields only', async () => {
        expect(await (await app.call('list')).text()).toBe('{"result":[{"id":1,"text":"a"}]}');
    });
    it('can use the request, its headers, the address and the response', async () => {
        const response = await app.call('request', {}, { 'X-Word': 'hello' });
        expect(await response.json()).toEqual({ result: { result: '/api/mizan/call/ hello true object' } });
    });
    it('is an INTERNAL_ERROR when something is thrown that is no error, and logged', async () => {
        const response = await app.call('throws_text');
        expect(response.status).toBe(500);
        expect(await response.text()).not.toContain('secrets');
        expect(takeErrors().at(-1)).toContain('a text with secrets');
    });
});
function makeFirst() {
    let Functions = class Functions {
        list(a, _ip) {
            return a;
        }
    };
    __decorate([
        MizanClient({ output: 'string', name: 'one' }),
        __param(0, Arg('a')),
        __param(1, Ip()),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", [String, String]),
        __metadata("design:returntype", void 0)
    ], Functions.prototype, "list", null);
    Functions = __decorate([
        Injectable()
    ], Functions);
    return Functions;
}
function makeSecond() {
    let Functions = class Functions {
        list(_ip, b) {
            return b;
        }
    };
    __decorate([
        MizanClient({ output: 'string', name: 'two' }),
        __param(0, Ip()),
        __param(1, Arg('b')),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", [String, String]),
        __metadata("design:returntype", void 0)
    ], Functions.prototype, "list", null);
    Functions = __decorate([
        Injectable()
    ], Functions);
    return Functions;
}
describe('apps beside each other in one process', () => {
    it('share nothing, though they share classes', async () => {
        let Functions = class Functions {
            seen = [];
            change(id) {
                this.seen.push(id);
                return this.seen.length;
            }
            count() {
                return this.seen.length;
            }
        };
        __decorate([
            MizanClient({ affects: Pair, output: 'integer' }),
            __param(0, Arg('id', 'integer')),
            __metadata("design:type", Function),
            __metadata("design:paramtypes", [Number]),
            __metadata("design:returntype", void 0)
        ], Functions.prototype, "change", null);
        __decorate([
            MizanClient({ context: Pair, output: 'integer' }),
            __metadata("design:type", Function),
            __metadata("design:paramtypes", []),
            __metadata("design:returntype", void 0)
        ], Functions.prototype, "count", null);
        Functions = __decorate([
            Injectable()
        ], Functions);
        class Denies {
            canActivate() {
                return false;
            }
        }
        const one = await start(Functions);
        const two = await start(Functions, 'fastify');
        const three = await startApp({ providers: [Functions] }, { configure: (app) => void app.useGlobalGuards(new Denies()) });
        expect(await (await one.call('change', { id: 1 })).json()).toMatchObject({ result: { result: 1 } });
        expect(await (await one.call('change', { id: 1 })).json()).toMatchObject({ result: { result: 2 } });
        expect(await (await two.call('change', { id: 1 })).json()).toMatchObject({ result: { result: 1 } });
        expect((await three.call('change', { id: 1 })).status).toBe(403);
        expect((await one.call('change', { id: 1 })).status).toBe(200);
        await Promise.all([one.close(), two.close(), three.close()]);
    });
    it('two classes of one name and method keep their own parameters', async () => {
        const app = await startApp({ providers: [makeFirst(), makeSecond()] });
        expect(await (await app.call('one', { a: 'A' })).json()).toEqual({ result: { result: 'A' } });
        expect(await (await app.call('two', { b: 'B' })).json()).toEqual({ result: { result: 'B' } });
        await app.close();
    });
});
describe('a test that replaces MizanAuthGuard', () => {
    it('still runs the method once, by the run closure', async () => {
        let runs = 0;
        let Functions = class Functions {
            count() {
                runs += 1;
                return runs;
            }
        };
        __decorate([
            MizanClient({ auth: 'staff', output: 'integer' }),
            __metadata("design:type", Function),
            __metadata("design:paramtypes", []),
            __metadata("design:returntype", void 0)
        ], Functions.prototype, "count", null);
        Functions = __decorate([
            Injectable()
        ], Functions);
        const module = await Test.createTestingModule({
            imports: [MizanModule.forRoot()],
            providers: [Functions],
        })
            .overrideGuard(MizanAuthGuard)
            .useValue({ canActivate: () => true })
            .compile();
        await module.init();
        expect((await mizanTesting(module).call('count')).result).toEqual({ result: 1 });
        expect(runs).toBe(1);
        await module.close();
    });
});
