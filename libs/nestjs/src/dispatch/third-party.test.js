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
import { Injectable, Req, ValidationPipe } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuthGuard, PassportModule, PassportStrategy } from '@nestjs/passport';
import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
import { IsInt, IsOptional, IsString } from 'class-validator';
import { Strategy } from 'passport-http-bearer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adapters, startApp } from '../../test-support/start-app.js';
import { Arg, defineContext, Identity, MizanClient } from '../index.js';
const Pair = defineContext('pair');
class Note {
    id;
    text;
}
__decorate([
    IsInt(),
    __metadata("design:type", Number)
], Note.prototype, "id", void 0);
__decorate([
    IsOptional(),
    IsString(),
    __metadata("design:type", String)
], Note.prototype, "text", void 0);
class Who {
    id;
    user;
}
__decorate([
    IsString(),
    __metadata("design:type", String)
], Who.prototype, "id", void 0);
__decorate([
    IsString(),
    __metadata("design:type", String)
], Who.prototype, "user", void 0);
let Functions = class Functions {
    first(input) {
        return input;
    }
    second(id) {
        return { id };
    }
    change(input) {
        return { id: input.id, text: input instanceof Note ? 'a Note' : 'something else' };
    }
    nobody(who) {
        return JSON.stringify(who);
    }
    whoami(who, request) {
        return { id: String(who?.id), user: String(request.user?.id) };
    }
};
__decorate([
    MizanClient({ context: Pair, output: Note }),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Note]),
    __metadata("design:returntype", void 0)
], Functions.prototype, "first", null);
__decorate([
    MizanClient({ context: Pair, output: Note }),
    __param(0, Arg('id', 'integer')),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Number]),
    __metadata("design:returntype", void 0)
], Functions.prototype, "second", null);
__decorate([
    MizanClient({ affects: Pair, output: Note }),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Note]),
    __metadata("design:returntype", void 0)
], Functions.prototype, "change", null);
__decorate([
    MizanClient({ output: 'string' }),
    __param(0, Identity()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object]),
    __metadata("design:returntype", void 0)
], Functions.prototype, "nobody", null);
__decorate([
    MizanClient({ auth: true, output: Who }),
    __param(0, Identity()),
    __param(1, Req()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object]),
    __metadata("design:returntype", void 0)
], Functions.prototype, "whoami", null);
Functions = __decorate([
    Injectable()
], Functions);
let Bearer = class Bearer extends PassportStrategy(Strategy) {
    validate(token) {
        return token === 'good' ? { id: 'ada', isStaff: true } : null;
    }
};
Bearer = __decorate([
    Injectable()
], Bearer);
describe.each(adapters)('passport, as it is, on %s', (adapter) => {
    let app;
    beforeAll(async () => {
        const guard = { provide: APP_GUARD, useClass: AuthGuard('bearer') };
        app = await startApp({ imports: [PassportModule], providers: [Functions, Bearer, guard] }, { adapter });
    });
    afterAll(() => app.close());
    it('finds the caller, before the auth rule asks for one', async () => {
        const response = await app.call('whoami', {}, { Authorization: 'Bearer good' });
        expect(await response.json()).toEqual({ result: { id: 'ada', user: 'ada' } });
    });
    it.each([{}, { Authorization: 'Bearer bad' }])('refuses %j in our envelope', async (headers) => {
        const response = await app.call('change', { id: 1 }, headers);
        expect(response.status).toBe(401);
        expect(await response.json()).toMatchObject({ error: true, code: 'UNAUTHORIZED' });
    });
    it('lets a bundle pass, and refuses it', async () => {
        expect((await app.context('pair', '?id=1', { Authorization: 'Bearer good' })).status).toBe(200);
        expect((await app.context('pair', '?id=1')).status).toBe(401);
    });
});
describe.each(adapters)('@nestjs/throttler, as it is, on %s', (adapter) => {
    it('counts each function by itself, in calls and bundles, and sets its headers', async () => {
        const app = await startApp({
            imports: [ThrottlerModule.forRoot([{ ttl: 60_000, limit: 2 }])],
            providers: [Functions, { provide: APP_GUARD, useClass: ThrottlerGuard }],
        }, { adapter });
        const first = await app.call('change', { id: 1 });
        expect(first.status).toBe(200);
        expect(first.headers.get('x-ratelimit-remaining')).toBe('1');
        expect((await app.call('change', { id: 1 })).status).toBe(200);
        const refused = await app.call('change', { id: 1 });
        expect(refused.status).toBe(429);
        expect(refused.headers.get('retry-after')).not.toBeNull();
        expect(refused.headers.get('X-Mizan-Invalidate')).toBeNull();
        expect(await refused.json()).toMatchObject({ error: true, code: 'TOO_MANY_REQUESTS' });
        const statuses = [];
        for (let n = 0; n < 3; n += 1)
            statuses.push((await app.context('pair', '?id=1')).status);
        expect(statuses).toEqual([200, 200, 429]);
        await app.close();
    });
});
describe.each(adapters)('ValidationPipe, global and strict, on %s', (adapter) => {
    let app;
    beforeAll(async () => {
        const pipe = new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true });
        app = await startApp({ providers: [Functions] }, { adapter, configure: (started) => void started.useGlobalPipes(pipe) });
    });
    afterAll(() => app.close());
    it('leaves the input to Mizan: unknown arguments are ignored, wrong ones named by path', async () => {
        expect(await (await app.call('change', { id: 1, extra: 2 })).json()).toMatchObject({
            result: { id: 1, text: 'a Note' },
        });
        const response = await app.call('change', { id: 'x' });
        expect(response.status).toBe(422);
        expect(await response.json()).toMatchObject({
            code: 'VALIDATION_ERROR',
            details: { fields: { id: [expect.any(String)] } },
        });
    });
    it('leaves identities and arguments alone', async () => {
        expect(await (await app.context('pair', '?id=1')).json()).toEqual({
            first: { id: 1 },
            second: { id: 1 },
        });
        expect(await (await app.call('nobody')).json()).toEqual({ result: { result: 'null' } });
    });
});
