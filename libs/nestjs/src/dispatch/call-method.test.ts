import { type CallHandler, Injectable, type NestInterceptor, UseInterceptors } from '@nestjs/common';
import { IsInt, IsString } from 'class-validator';
import { type Observable, of } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedApp, startApp } from '../../test-support/start-app.js';
import { Arg, MizanClient, NotFound } from '../index.js';

class Key {
  @IsInt() id!: number;
}
class View {
  @IsInt() id!: number;
  @IsString() text!: string;
}

@Injectable()
class Passing implements NestInterceptor {
  intercept(_context: unknown, next: CallHandler): Observable<unknown> {
    return next.handle();
  }
}

class Methods {
  readonly own = 'own';
  @MizanClient({ output: View })
  direct({ id }: Key): View {
    return { id, text: this.own };
  }
  @MizanClient({ output: View })
  async later({ id }: Key): Promise<View> {
    await Promise.resolve();
    return { id, text: this.own };
  }
  @MizanClient({ output: 'integer' })
  observed(): never {
    // The compiler takes no Observable for a number; Nest has always taken its last value.
    return of(1, 2, 3) as never;
  }
  @MizanClient({ output: 'integer' })
  thenable(): never {
    const builder = {};
    // As the builders of queries are.
    Reflect.set(builder, 'then', (resolve: (value: number) => void) => resolve(4));
    return builder as never;
  }
  @MizanClient({ output: 'string' })
  places(@Arg('b', 'string') b: string, @Arg('a', 'integer') a: number): string {
    return `${a} ${b}`;
  }
  @MizanClient({ output: 'string' })
  throws(): string {
    throw new NotFound('Gone');
  }
  @MizanClient({ output: 'string' })
  async rejects(): Promise<string> {
    await Promise.resolve();
    throw new NotFound('Gone');
  }
}

@Injectable()
class PlainFunctions extends Methods {}

@Injectable()
@UseInterceptors(Passing)
class InterceptedFunctions extends Methods {}

describe.each([
  ['with nothing around it', PlainFunctions],
  ['with an interceptor around it', InterceptedFunctions],
])('a method %s', (_title, functions) => {
  let app: StartedApp;
  beforeAll(async () => (app = await startApp({ providers: [functions] })));
  afterAll(() => app.close());

  it.each([
    ['direct', { id: 1 }, { id: 1, text: 'own' }],
    ['later', { id: 1 }, { id: 1, text: 'own' }],
    ['observed', {}, { result: 3 }],
    ['thenable', {}, { result: 4 }],
    ['places', { a: 1, b: 'x' }, { result: '1 x' }],
  ])('is called the same, and its result waited for: %s', async (name, args, result) => {
    const answer = await app.call(name, args);
    expect(await answer.json()).toEqual({ result });
  });

  it.each([
    ['direct', { id: 'x' }, 'VALIDATION_ERROR'],
    ['throws', {}, 'NOT_FOUND'],
    ['rejects', {}, 'NOT_FOUND'],
  ])('fails the same: %s', async (name, args, code) => {
    const answer = await app.call(name, args);
    expect(await answer.json()).toMatchObject({ code });
  });
});
