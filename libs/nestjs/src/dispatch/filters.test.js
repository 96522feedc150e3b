var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import fastifyCompress from '@fastify/compress';
import { Catch, ConflictException, Injectable, NotFoundException, UnauthorizedException, UseFilters, UseGuards, UseInterceptors, } from '@nestjs/common';
import { BaseExceptionFilter, HttpAdapterHost } from '@nestjs/core';
import compression from 'compression';
import { IsBoolean, IsInt } from 'class-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adapters, startApp } from '../../test-support/start-app.js';
import { defineContext, MizanClient } from '../index.js';
const Pair = defineContext('pair');
class Done {
    ok;
}
__decorate([
    IsBoolean(),
    __metadata("design:type", Boolean)
], Done.prototype, "ok", void 0);
class Count {
    n;
}
__decorate([
    IsInt(),
    __metadata("design:type", Number)
], Count.prototype, "n", void 0);
const answer = (host, body = { mine: 'x'.repeat(3000) }) => {
    host.switchToHttp().getResponse().status(418).send(body);
};
const soon = () => new Promise((resolve) => setImmediate(resolve));
/** What a filter does with an error, and what the caller then gets. */
const behaviours = {
    answers: { status: 418, run: (_error, host) => answer(host) },
    'answers later': {
        status: 418,
        run: async (_error, host) => {
            await soon();
            answer(host);
        },
    },
    'answers and throws': {
        status: 418,
        run: (_error, host) => {
            answer(host);
            throw new ConflictException();
        },
    },
    'answers and returns': {
        status: 418,
        run: (_error, host) => {
            answer(host);
            return { ok: true };
        },
    },
    'returns a value': { status: 404, run: () => ({ ok: true }) },
    'returns a value later': { status: 404, run: async () => ({ ok: true }) },
    'returns null': { status: 404, run: () => null },
    'returns false': { status: 404, run: () => false },
    'returns an error': { status: 409, run: () => new ConflictException() },
    'returns an error later': { status: 409, run: async () => new ConflictException() },
    'returns nothing': { status: 404, run: () => undefined },
    'returns nothing later': { status: 404, run: async () => undefined },
    'throws another error': {
        status: 409,
        run: () => {
            throw new ConflictException();
        },
    },
    'throws another error later': {
        status: 409,
        run: async () => {
            await soon();
            throw new ConflictException();
        },
    },
    'throws it on': {
        status: 404,
        run: (error) => {
            throw error;
        },
    },
    'throws something that is no error': {
        status: 500,
        run: () => {
            throw 'a text';
        },
    },
};
/** As express-session does it, which saves the session before the response ends. */
function endLater(_request, response, next) {
    const end = response.end.bind(response);
    response.end = (...args) => setImmediate(() => end(...args));
    next();
}
async function surround(app, adapter, around) {
    const fastify = app.getHttpAdapter().getInstance();
    if (around === 'compression') {
        if (adapter === 'express')
            app.use(compression({ threshold: 1 }));
        else
            await fastify.register(fastifyCompress, { threshold: 1 });
    }
    if (around === 'something that writes later') {
        if (adapter === 'express')
            app.use(endLater);
        else
            fastify.addHook('onSend', soon);
    }
}
async function startFailing(behaviour, adapter, around) {
    let Filter = class Filter {
        catch(error, host) {
            return behaviours[behaviour].run(error, host);
        }
    };
    Filter = __decorate([
        Catch()
    ], Filter);
    let Functions = class Functions {
        change() {
            throw new NotFoundException();
        }
        first() {
            return { ok: true };
        }
        second() {
            throw new NotFoundException();
        }
    };
    __decorate([
        MizanClient({ affects: Pair, output: Done }),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", []),
        __metadata("design:returntype", Done)
    ], Functions.prototype, "change", null);
    __decorate([
        MizanClient({ context: Pair, output: Done }),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", []),
        __metadata("design:returntype", void 0)
    ], Functions.prototype, "first", null);
    __decorate([
        MizanClient({ context: Pair, output: Done }),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", []),
        __metadata("design:returntype", Done)
    ], Functions.prototype, "second", null);
    Functions = __decorate([
        UseFilters(Filter),
        Injectable()
    ], Functions);
    const configure = (app) => surround(app, adapter, around);
    return startApp({ providers: [Functions] }, { adapter, configure });
}
const names = Object.keys(behaviours);
describe.each(adapters)('a filter around a function on %s', (adapter) => {
    describe.each(['nothing', 'compression', 'something that writes later'])('with %s around', (around) => {
        it.each(names)('that %s never makes a success of a failure', async (behaviour) => {
            const app = await startFailing(behaviour, adapter, around);
            const { status } = behaviours[behaviour];
            for (const response of [await app.call('change'), await app.context('pair')]) {
                const text = await response.text();
                expect({ status: response.status, text }).toMatchObject({ status });
                expect(response.headers.get('X-Mizan-Invalidate')).toBeNull();
                expect(JSON.parse(text)).toMatchObject(status === 418 ? { mine: 'x'.repeat(3000) } : { error: true });
                expect(text).not.toContain('invalidate');
                if (around === 'compression')
                    expect(response.headers.get('Content-Encoding')).not.toBeNull();
            }
            await app.close();
        });
    });
});
describe.each(adapters)('errors on their way to filters on %s', (adapter) => {
    const shown = [];
    let app;
    let Shows = class Shows {
        catch(error) {
            shown.push(error instanceof Error ? error.name : error);
            throw error;
        }
    };
    Shows = __decorate([
        Catch()
    ], Shows);
    let Specific = class Specific {
        catch() {
            throw new ConflictException('specific');
        }
    };
    Specific = __decorate([
        Catch(NotFoundException)
    ], Specific);
    class Refuses {
        canActivate() {
            throw new UnauthorizedException();
        }
    }
    let Spoils = class Spoils {
        intercept(_context, next) {
            return next.handle();
        }
    };
    Spoils = __decorate([
        Injectable()
    ], Spoils);
    let Functions = class Functions {
        specific() {
            throw new NotFoundException();
        }
        guarded() {
            return { ok: true };
        }
        member() {
            return { ok: true };
        }
        input(_input) {
            return { ok: true };
        }
        output() {
            return 1.5;
        }
        buggy() {
            throw new TypeError('secret internals');
        }
    };
    __decorate([
        UseFilters(Specific),
        MizanClient({ output: Done }),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", []),
        __metadata("design:returntype", Done)
    ], Functions.prototype, "specific", null);
    __decorate([
        UseGuards(Refuses),
        MizanClient({ output: Done }),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", []),
        __metadata("design:returntype", Done)
    ], Functions.prototype, "guarded", null);
    __decorate([
        MizanClient({ output: Done, auth: true }),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", []),
        __metadata("design:returntype", Done)
    ], Functions.prototype, "member", null);
    __decorate([
        MizanClient({ output: Done }),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", [Count]),
        __metadata("design:returntype", Done)
    ], Functions.prototype, "input", null);
    __decorate([
        UseInterceptors(Spoils),
        MizanClient({ output: 'integer' }),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", []),
        __metadata("design:returntype", void 0)
    ], Functions.prototype, "output", null);
    __decorate([
        MizanClient({ output: Done }),
        __metadata("design:type", Function),
        __metadata("design:paramtypes", []),
        __metadata("design:returntype", Done)
    ], Functions.prototype, "buggy", null);
    Functions = __decorate([
        Injectable()
    ], Functions);
    beforeAll(async () => {
        app = await startApp({ providers: [Functions] }, { adapter, configure: (started) => void started.useGlobalFilters(new Shows()) });
    });
    afterAll(() => app.close());
    it('the one nearest to the function comes first, as around a route', async () => {
        const response = await app.call('specific');
        expect(response.status).toBe(409);
        expect(await response.json()).toMatchObject({ message: 'specific' });
        expect(shown.splice(0)).toEqual([]);
    });
    it.each([
        ['guarded', 401, 'UnauthorizedException'],
        ['member', 401, 'Unauthorized'],
        ['input', 422, 'ValidationFailed'],
        ['output', 500, 'OutputMismatch'],
        ['buggy', 500, 'TypeError'],
    ])('%s: whatever failed is shown once', async (fn, status, name) => {
        const response = await app.call(fn, {});
        expect(response.status).toBe(status);
        expect(await response.text()).not.toContain('secret');
        expect(shown.splice(0)).toEqual([name]);
    });
    it('what is no function is shown to nobody', async () => {
        expect((await app.call('nope')).status).toBe(404);
        expect(shown.splice(0)).toEqual([]);
    });
});
let LikeNest = class LikeNest {
    change() {
        throw new NotFoundException('gone');
    }
    first() {
        return { ok: true };
    }
};
__decorate([
    MizanClient({ affects: Pair, output: Done }),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", []),
    __metadata("design:returntype", Done)
], LikeNest.prototype, "change", null);
__decorate([
    MizanClient({ context: Pair, output: Done }),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", []),
    __metadata("design:returntype", void 0)
], LikeNest.prototype, "first", null);
LikeNest = __decorate([
    Injectable()
], LikeNest);
describe('a filter that extends the one of Nest', () => {
    it.each(adapters)('answers in the way of Nest on %s', async (adapter) => {
        const app = await startApp({ providers: [LikeNest] }, {
            adapter,
            configure: (started) => void started.useGlobalFilters(new BaseExceptionFilter(started.get(HttpAdapterHost).httpAdapter)),
        });
        const response = await app.call('change');
        expect(response.status).toBe(404);
        expect(await response.json()).toEqual({ error: 'Not Found', message: 'gone', statusCode: 404 });
        await app.close();
    });
});
