import { describe, expect, it } from 'vitest';
import { peekId, readFrame } from './read-frame.js';

const maxWatches = 100;
const read = (frame: unknown) => readFrame(JSON.stringify(frame), maxWatches);
const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('readFrame', () => {
  it('reads calls and reads', () => {
    expect(read({ action: 'rpc', id: 'a', fn: 'add', args: { a: 1 }, more: true })).toEqual({
      kind: 'rpc',
      id: 'a',
      fn: 'add',
      args: { a: 1 },
    });
    expect(read({ action: 'ctx', id: 1.5, context: 'user', params: null })).toEqual({
      kind: 'ctx',
      id: 1.5,
      context: 'user',
      params: null,
    });
  });

  it('reads which bundles are to be watched', () => {
    const contexts = [{ context: 'user', params: { id: 1 } }, { context: 'global' }];
    expect(read({ action: 'watch', id: 1, contexts })).toEqual({
      kind: 'watch',
      id: 1,
      contexts: [
        { context: 'user', params: { id: 1 } },
        { context: 'global', params: undefined },
      ],
    });
    expect(read({ action: 'watch', id: 1, contexts: [] })).toMatchObject({ kind: 'watch', contexts: [] });
    expect(read({ action: 'watch', contexts })).toMatchObject({ kind: 'bad', id: undefined });
  });

  it.each([
    [undefined, '"contexts" must be a list of {"context", "params"}'],
    [{ 0: { context: 'user' } }, '"contexts" must be a list of {"context", "params"}'],
    [['user'], '"contexts", element 0: it is no object'],
    [
      [{ context: 'user' }, { params: {} }],
      '"contexts", element 1: "context" is missing: it is the name of the context',
    ],
    [[{ context: 'user', params: [] }], '"contexts", element 0: "params" must be an object of named params'],
    [
      [{ context: 'user', params: { id: 1, deep: [[]] } }],
      '"contexts", element 0: "params" must hold no lists and no objects, as "deep" does',
    ],
    [
      Array.from({ length: 1001 }, () => ({ context: 'user' })),
      '"contexts" names too many: 100 can be watched',
    ],
  ])('says what is wrong with %j', (contexts, problem) => {
    expect(read({ action: 'watch', id: 1, contexts })).toEqual({ kind: 'bad', id: 1, problem });
  });

  it('reads what a client calls its change, and ignores what is no such name', () => {
    const rpc = { action: 'rpc', id: 1, fn: 'add' };
    expect(read({ ...rpc, change: '0b6f-A_' })).toMatchObject({ change: '0b6f-A_' });
    for (const change of ['', 'a b', 'x'.repeat(37), 1, null, {}])
      expect(read({ ...rpc, change })).toMatchObject({ kind: 'rpc', change: undefined });
  });

  it('reads frames about channels', () => {
    expect(read({ action: 'subscribe', channel: 'chat', params: { room: 'a' }, data: 1 })).toEqual({
      kind: 'subscribe',
      channel: 'chat',
      params: { room: 'a' },
    });
    expect(read({ action: 'message', channel: 'chat', data: 'x' })).toEqual({
      kind: 'message',
      channel: 'chat',
      params: undefined,
      data: 'x',
    });
  });

  it.each([
    { action: 'subscribe' },
    { action: 'message', channel: 7 },
    { action: 'unsubscribe', channel: 'chat', params: ['a'] },
  ])('refuses %j by its id, if it has one', (frame) => {
    expect(read(frame)).toMatchObject({ kind: 'bad', id: undefined });
    expect(read({ id: 'x', ...frame })).toMatchObject({ kind: 'bad', id: 'x' });
  });

  it.each([
    ['no JSON', 'hello'],
    ['half of it', '{"action":"rpc"'],
    ['nothing', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['a text', '"rpc"'],
    ['deep lists', deep(40_000)],
    ['no action', '{}'],
    ['an unknown action', '{"action":"dance"}'],
    ['an action that every object has', '{"action":"constructor"}'],
    ['an action that is no text', '{"action":["rpc"]}'],
  ])('refuses %s without an id', (_title, text) => {
    expect(readFrame(text, maxWatches)).toMatchObject({ kind: 'bad', id: undefined });
  });

  it.each([
    ['none', undefined],
    ['null', null],
    ['an object', { a: 1 }],
    ['a long text', 'x'.repeat(129)],
    ['a boolean', true],
  ])('does not echo an id that is %s', (_title, id) => {
    expect(read({ action: 'rpc', id, fn: 'add' })).toMatchObject({ kind: 'bad', id: undefined });
    expect(read({ action: 'dance', id })).toMatchObject({ kind: 'bad', id: undefined });
  });

  it.each(['12345678901234567890', '1e999', '-1e400'])('does not echo the number %s, which it lost', (id) => {
    const text = `{"action":"rpc","id":${id},"fn":"add"}`;
    expect(readFrame(text, maxWatches)).toMatchObject({ kind: 'bad', id: undefined });
  });

  it.each([
    { action: 'dance' },
    { action: 'rpc' },
    { action: 'rpc', fn: '' },
    { action: 'rpc', fn: 7 },
    { action: 'rpc', fn: 'add', args: [] },
    { action: 'rpc', fn: 'add', args: 'a' },
    { action: 'ctx' },
    { action: 'ctx', context: {} },
    { action: 'ctx', context: 'user', params: [1] },
  ])('refuses %j under its id', (frame) => {
    expect(read({ id: 'x', ...frame })).toMatchObject({ kind: 'bad', id: 'x' });
  });

  it('finds the id of a frame that is not read', () => {
    expect(peekId('{"id":"x"}')).toBe('x');
    expect(peekId('{"id":{}}')).toBeUndefined();
    expect(peekId('x')).toBeUndefined();
  });
});
