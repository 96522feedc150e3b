import { contextRef, createMizan, functionRef, jwtTokens, type Mizan, mwtTokens } from '@mizan/client';
import { Injectable } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';

import {
  defineContext,
  Identity,
  MizanClient,
  type MizanIdentity,
  Typed,
  Unauthorized,
} from '../../libs/nestjs/src/index.js';
import {
  type Browser,
  type People,
  person,
  type SessionApp,
  startSessionApp,
} from '../../libs/nestjs/test-support/session-app.js';
import { adapters } from '../../libs/nestjs/test-support/start-app.js';

const MailContext = defineContext('mail');

class Mail {
  @Typed() owner!: string;
}

let runs: string[] = [];

@Injectable()
class MailFunctions {
  @MizanClient({ context: MailContext, output: Mail })
  mail(@Identity() who: MizanIdentity | null): Mail {
    return { owner: String(who?.id ?? 'nobody') };
  }

  @MizanClient({ affects: MailContext, output: Mail })
  send(@Identity() who: MizanIdentity | null): Mail {
    runs.push(String(who?.id ?? 'nobody'));
    return this.mail(who);
  }

  @MizanClient({ output: 'boolean' })
  unlock(): boolean {
    runs.push('unlock');
    throw new Unauthorized('Wrong password');
  }
}

const mailContext = contextRef<object, { readonly mail: Mail }>('mail');
const send = functionRef<void, Mail>('send');
const unlock = functionRef<void, boolean>('unlock');

const kinds = [
  { kind: 'MWTs', tokens: mwtTokens, obtain: 'mwt_obtain', renew: 'mwt_obtain', replace: ['mwt_obtain'] },
  {
    kind: 'JWTs',
    tokens: jwtTokens,
    obtain: 'jwt_obtain',
    renew: 'jwt_refresh',
    // The refresh token is as old as the access token.
    replace: ['jwt_refresh', 'jwt_obtain'],
  },
];
const cases = adapters.flatMap((adapter) => kinds.map((kind) => ({ adapter, ...kind })));

const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

describe.each(cases)(
  'pages with $kind and sessions on $adapter',
  ({ adapter, tokens, obtain, renew, replace }) => {
    let app: SessionApp;
    let browser: Browser;
    let people: People;
    let sent: string[];
    /** Tokens made before are refused, as after a change of all keys. */
    let takenSince: number;

    beforeEach(async () => {
      vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T12:00:00Z') });
      people = new Map([person('ada'), person('bob')]);
      [runs, sent, takenSince] = [[], [], 0];
      app = await startSessionApp({
        adapter,
        people,
        providers: [MailFunctions],
        tokens: {
          mwt: { secret: 'a secret for MWTs with 32 bytes!!', ttl: 60 },
          jwt: { key: 'a key for JWTs that has 32 bytes!', accessTtl: 60 },
          clockTolerance: 0,
          identity: ({ sub, iat }) => (iat < takenSince ? null : (people.get(sub) ?? null)),
        },
      });
      browser = app.open();
    });
    afterEach(async () => {
      vi.useRealTimers();
      await app.close();
    });

    /** A tab of the browser that shows the mail. */
    async function openTab() {
      const mizan: Mizan = createMizan({
        baseUrl: `${app.origin}/api/mizan`,
        tokens: tokens(),
        fetch: (url, init) => {
          const headers = new Headers(init?.headers);
          headers.set('Cookie', browser.cookie);
          headers.set('Sec-Fetch-Site', 'same-origin');
          sent.push(typeof init?.body === 'string' ? JSON.parse(init.body).fn : 'mail');
          return fetch(url, { ...init, headers });
        },
      });
      const store = mizan.context(mailContext);
      const shown: string[] = [];
      const show = () => shown.push(store.getState().data?.mail.owner ?? store.getState().status);
      onTestFinished(store.subscribe(show));
      const shows = (owner: string) =>
        vi.waitUntil(() => {
          const { data, status } = store.getState();
          return status === 'ready' && data.mail.owner === owner;
        });
      return { mizan, shown, shows };
    }

    it('obtain a token, renew it when it has ended, and use it for all', async () => {
      await browser.signIn('ada');
      const { mizan, shows } = await openTab();
      await shows('ada');
      expect(sent).toEqual([obtain, 'mail']);
      sent.length = 0;
      pass(60);
      await mizan.call(send);
      await vi.waitUntil(() => sent.length === 3);
      await shows('ada');
      expect(sent).toEqual([renew, 'send', 'mail']);
      expect(runs).toEqual(['ada']);
    });

    it('renew a token ahead of its end without waiting', async () => {
      await browser.signIn('ada');
      const { mizan, shows } = await openTab();
      await shows('ada');
      sent.length = 0;
      pass(50);
      await mizan.fetch(mailContext);
      await vi.waitUntil(() => sent.length === 2);
      expect(sent.toSorted()).toEqual(['mail', renew].toSorted());
      // Past the end of the old one, nothing but the read is sent.
      pass(20);
      sent.length = 0;
      await mizan.fetch(mailContext);
      expect(sent).toEqual(['mail']);
    });

    it('are asked for a new token by a server that takes the old one no more, and run a call once', async () => {
      await browser.signIn('ada');
      const { mizan, shows } = await openTab();
      await shows('ada');
      sent.length = 0;
      pass(2);
      takenSince = Date.now() / 1000 - 1;
      expect(await mizan.call(send)).toEqual({ owner: 'ada' });
      expect(sent.slice(0, replace.length + 2)).toEqual(['send', ...replace, 'send']);
      expect(runs).toEqual(['ada']);
    });

    it('run a function once that answers 401 by itself', async () => {
      await browser.signIn('ada');
      const { mizan } = await openTab();
      await expect(mizan.call(unlock)).rejects.toMatchObject({
        code: 'UNAUTHORIZED',
        message: 'Wrong password',
      });
      expect(runs).toEqual(['unlock']);
    });

    it('have no token before somebody signs in, and none after', async () => {
      const { mizan, shown, shows } = await openTab();
      await shows('nobody');
      await mizan.call(send);
      await vi.waitUntil(() => sent.length === 4);
      expect(sent).toEqual([obtain, 'mail', 'send', 'mail']);
      await browser.signIn('ada');
      mizan.reset();
      await shows('ada');
      await browser.post('/sign-out');
      shown.length = 0;
      mizan.reset();
      await shows('nobody');
      expect(shown).not.toContain('ada');
      expect(runs).toEqual(['nobody']);
    });

    it('in a second tab notice that the first one signed out, when their token ends', async () => {
      await browser.signIn('ada');
      const [one, two] = [await openTab(), await openTab()];
      await Promise.all([one.shows('ada'), two.shows('ada')]);
      await browser.post('/sign-out');
      one.mizan.reset();
      await one.shows('nobody');
      pass(60);
      two.shown.length = 0;
      await expect(two.mizan.call(send)).rejects.toMatchObject({ code: 'UNAUTHORIZED', status: 0 });
      await two.shows('nobody');
      expect(two.shown).not.toContain('ada');
      expect(runs).toEqual([]);
    });

    it('in a second tab notice who signed in in the first, and do nothing for one that another wanted', async () => {
      await browser.signIn('ada');
      const [one, two] = [await openTab(), await openTab()];
      await Promise.all([one.shows('ada'), two.shows('ada')]);
      await browser.post('/sign-out');
      await browser.signIn('bob');
      one.mizan.reset();
      await one.shows('bob');
      pass(60);
      two.shown.length = 0;
      await expect(two.mizan.call(send)).rejects.toMatchObject({ code: 'UNAUTHORIZED', status: 0 });
      await two.shows('bob');
      expect(two.shown).not.toContain('ada');
      expect(await two.mizan.call(send)).toEqual({ owner: 'bob' });
      expect(runs).toEqual(['bob']);
    });

    it('in two tabs are renewed each by itself', async () => {
      await browser.signIn('ada');
      const [one, two] = [await openTab(), await openTab()];
      await Promise.all([one.shows('ada'), two.shows('ada')]);
      for (let round = 0; round < 3; round += 1) {
        pass(60);
        expect(await Promise.all([one.mizan.call(send), two.mizan.call(send)])).toEqual([
          { owner: 'ada' },
          { owner: 'ada' },
        ]);
      }
      expect(runs).toHaveLength(6);
    });
  },
);
