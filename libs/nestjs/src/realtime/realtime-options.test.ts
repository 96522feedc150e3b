import { expect, it } from 'vitest';

import { findBootProblems } from '../../test-support/start-app.js';
import type { RealtimeOptions } from './index.js';

const isSet = '(is the environment variable set?)';
const urlFix = 'Give one like redis://user:password@host:6379/0, with rediss: for TLS.';
const objectFix = "Write realtime: { redis: { url: 'redis://…' } }, or leave it out for one process.";
const nameFix = 'Leave it out, or correct its name.';
const url = 'redis://127.0.0.1:1';
const client = { isOpen: true, publish: async () => 0 };

/** As from JavaScript, or where a variable of the environment is not set. */
const find = (realtime: unknown) =>
  findBootProblems({}, { mizan: { realtime: realtime as RealtimeOptions } });

it.each([
  ['null', null, 'realtime', 'it is no object', objectFix],
  ['a URL alone', url, 'realtime', 'it is no object', objectFix],
  ['nothing', {}, 'realtime.redis', 'it is no object', objectFix],
  ['an unknown way', { redis: { url }, kafka: {} }, 'realtime.kafka', 'there is no such option', nameFix],
  [
    'an unknown option',
    { redis: { url, prefx: 'a' } },
    'realtime.redis.prefx',
    'there is no such option',
    nameFix,
  ],
  [
    'no text as prefix',
    { redis: { url, prefix: '' } },
    'realtime.redis.prefix',
    'it is no text',
    expect.any(String),
  ],
  ['no URL', { redis: {} }, 'realtime.redis', `it has neither 'url' nor 'client' ${isSet}`, urlFix],
  ['an empty URL', { redis: { url: '' } }, 'realtime.redis', `'url' is empty ${isSet}`, urlFix],
  [
    'a URL of something else',
    { redis: { url: 'http://127.0.0.1' } },
    'realtime.redis',
    expect.stringContaining("'url' cannot be used"),
    urlFix,
  ],
  [
    'both',
    { redis: { url, client } },
    'realtime.redis',
    "it has both 'url' and 'client'",
    'Give one of the two.',
  ],
  [
    'another client',
    { redis: { client } },
    'realtime.redis.client',
    'it is no client of node-redis 5',
    expect.any(String),
  ],
  [
    'no client',
    { redis: { client: 'me' } },
    'realtime.redis.client',
    'it is no client of node-redis 5',
    expect.any(String),
  ],
])('%s keeps the app from starting', async (_what, realtime, where, problem, fix) => {
  expect(await find(realtime)).toEqual([{ where, problem, fix }]);
});

it('is told with everything else that is wrong', async () => {
  const mizan = { realtime: { redis: { url: '' } }, websocket: { pingInterval: 0 } };
  const wheres = (await findBootProblems({}, { mizan })).map(({ where }) => where);
  expect(wheres.sort()).toEqual(['realtime.redis', 'websocket.pingInterval']);
});
