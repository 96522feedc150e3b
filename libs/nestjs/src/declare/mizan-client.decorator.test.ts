import { describe, expect, it } from 'vitest';
import { MizanClient } from '../index.js';

describe('@MizanClient on something that is no method of instances', () => {
  it('says so of a static method', () => {
    expect(() => {
      class Tickets {
        @MizanClient({ output: 'boolean' })
        static close(): boolean {
          return true;
        }
        open(): boolean {
          return true;
        }
      }
      return Tickets;
    }).toThrow(
      new TypeError(
        '@MizanClient on Tickets.close: it is static, and functions run on an instance; drop `static`',
      ),
    );
  });

  it('says so of a getter', () => {
    expect(() => {
      class Tickets {
        // What a compiler that checks no types lets pass.
        @(MizanClient({ output: 'boolean' }) as MethodDecorator)
        get close(): boolean {
          return true;
        }
      }
      return Tickets;
    }).toThrow(new TypeError('@MizanClient on Tickets.close: it is no method; make it one, `close() { … }`'));
  });

  it('says so of a name that is a symbol', () => {
    const close = Symbol('close');
    expect(() => {
      class Tickets {
        @MizanClient({ output: 'boolean' })
        [close](): boolean {
          return true;
        }
      }
      return Tickets;
    }).toThrow(new TypeError('@MizanClient on Tickets.Symbol(close): name the method by a string'));
  });
});
