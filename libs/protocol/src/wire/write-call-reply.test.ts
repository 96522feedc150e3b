import { expect, it } from 'vitest';

import { writeCallReply } from './write-call-reply.js';

it('has nothing but the result when nothing became stale', () => {
  expect(writeCallReply('{"ok":true}')).toBe('{"result":{"ok":true}}');
  expect(writeCallReply('null', [], [])).toBe('{"result":null}');
});

it('writes the serialized result as the value of every merge entry', () => {
  const targets = ['global', { context: 'user', params: { user_id: 5 } }];
  const places = [
    { context: 'user', slot: 'user_orders', params: { user_id: 5 } },
    { context: 'all', slot: '"' },
  ];
  expect(JSON.parse(writeCallReply('[{"id":9}]', targets, places))).toEqual({
    result: [{ id: 9 }],
    invalidate: targets,
    merge: [
      { context: 'user', slot: 'user_orders', value: [{ id: 9 }], params: { user_id: 5 } },
      { context: 'all', slot: '"', value: [{ id: 9 }] },
    ],
  });
});
