import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMizan, jwtTokens, type Mizan, mwtTokens, type Tokens } from '@mizan/client';
import { generateClient } from '@mizan/codegen';
import { buildIr } from '@mizan/protocol';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { MizanRegistry } from '../../libs/nestjs/src/index.js';
import {
  type Browser,
  type JwtPair,
  type SessionApp,
  startSessionApp,
} from '../../libs/nestjs/test-support/session-app.js';
import { workspaceRoot } from '../workspace-root.js';

const tokens = {
  mwt: { secret: 'a secret for MWTs with 32 bytes!!' },
  jwt: { key: 'a key for JWTs that has 32 bytes!' },
};

/** What the generated module exports for this app. */
interface Generated {
  readonly callWhoami: (mizan: Mizan) => Promise<{ readonly id: string }>;
  readonly callMwtObtain: (mizan: Mizan) => Promise<{ readonly token: string }>;
  readonly callJwtObtain: (mizan: Mizan) => Promise<JwtPair>;
  readonly callJwtRefresh: (mizan: Mizan, input: { readonly refresh_token: string }) => Promise<JwtPair>;
}

let app: SessionApp;
let browser: Browser;
let sent: { readonly fn: string; readonly status: number; readonly headers: Headers }[];

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T12:00:00Z') });
  app = await startSessionApp({ adapter: 'express', tokens });
  browser = app.open();
  await browser.signIn('ada');
  sent = [];
});
afterEach(async () => {
  vi.useRealTimers();
  await app.close();
});

const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

/** A client in a page of the app's own site, whose browser sends the cookie where `credentials` allows it. */
function open(kind: Tokens | false = false): Mizan {
  return createMizan({
    baseUrl: `${app.origin}/api/mizan`,
    tokens: kind,
    async fetch(url, init) {
      const headers = new Headers(init?.headers);
      headers.set('Sec-Fetch-Site', 'same-origin');
      headers.set('Cookie', browser.cookie);
      const response = await fetch(url, { ...init, headers });
      if (typeof init?.body !== 'string') throw new TypeError('Only calls are expected here');
      sent.push({ fn: JSON.parse(init.body).fn, status: response.status, headers });
      return response;
    },
  });
}

async function generate(): Promise<Generated> {
  const ir = buildIr(app.app.get(MizanRegistry).graph);
  const temp = join(workspaceRoot, 'temp');
  mkdirSync(temp, { recursive: true });
  const folder = mkdtempSync(join(temp, 'tokens-'));
  try {
    for (const { fileName, text } of generateClient(ir, ['react']))
      writeFileSync(join(folder, fileName), text);
    // What it exports is what the interface says, or the test fails.
    return (await import(join(folder, 'index.ts'))) as Generated;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const calls = () => sent.map(({ fn, status }) => `${fn} ${status}`);

it('the generated client has the functions of tokens', async () => {
  const { callMwtObtain, callJwtObtain, callJwtRefresh } = await generate();
  const mizan = open();
  expect((await callMwtObtain(mizan)).token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  const pair = await callJwtObtain(mizan);
  expect(await callJwtRefresh(mizan, pair)).toEqual({
    access_token: expect.any(String),
    refresh_token: expect.any(String),
    expires_in: 300,
  });
});

it('a client with JWTs obtains a pair, refreshes it ahead of its end, and obtains another when it is refused', async () => {
  const { callWhoami } = await generate();
  const mizan = open(jwtTokens());
  expect(await callWhoami(mizan)).toMatchObject({ id: 'ada' });
  pass(301);
  expect(await callWhoami(mizan)).toMatchObject({ id: 'ada' });
  // Signed in anew, the browser has another session: the refresh token of the old one is no good.
  await browser.signIn('ada');
  pass(301);
  expect(await callWhoami(mizan)).toMatchObject({ id: 'ada' });
  expect(calls()).toEqual([
    'jwt_obtain 200',
    'whoami 200',
    'jwt_refresh 200',
    'whoami 200',
    'jwt_refresh 401',
    'jwt_obtain 200',
    'whoami 200',
  ]);
  const bearers = sent.filter(({ headers }) => headers.has('Authorization'));
  expect(bearers.map(({ fn }) => fn)).toEqual(['whoami', 'whoami', 'whoami']);
});

it('a client with MWTs obtains one, and the next one by the session', async () => {
  const { callWhoami } = await generate();
  const mizan = open(mwtTokens());
  await callWhoami(mizan);
  pass(301);
  await callWhoami(mizan);
  expect(calls()).toEqual(['mwt_obtain 200', 'whoami 200', 'mwt_obtain 200', 'whoami 200']);
});

it.each([
  ['JWTs', jwtTokens, ['jwt_refresh 401', 'jwt_obtain 401']],
  ['MWTs', mwtTokens, ['mwt_obtain 401']],
])('a client with %s is nobody when the session has ended', async (_title, kind, expected) => {
  const { callWhoami } = await generate();
  const mizan = open(kind());
  await callWhoami(mizan);
  sent.length = 0;
  await browser.post('/sign-out');
  pass(301);
  await expect(callWhoami(mizan)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  // What somebody wanted is not done as nobody.
  expect(calls()).toEqual(expected);
  await expect(callWhoami(mizan)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  expect(calls()).toEqual([...expected, 'whoami 401']);
});
