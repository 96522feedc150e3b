import { type Browser, chromium, type Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { chromiumPath, titled } from '../services.js';
import { wishFor } from './balancer.js';
import { type DeskPage, openProfile, openTab, settle, signIn, takePicture } from './desk-browser.js';
import { DeskClient } from './desk-client.js';
import { type DeskCluster, missingForCluster, startCluster } from './start-cluster.js';

const executablePath = chromiumPath();
const missing = executablePath === undefined ? 'chromium' : missingForCluster();

// The seed: tickets 3 to 7 are open, 5 and 7 are Nora's (a customer). Theo is an agent, Mira an admin.
const ids = { 'Nora Lind': 1, 'Theo Brandt': 2, 'Mira Okafor': 3 } as const;
type Name = keyof typeof ids;

/** In milliseconds; a poll waits for one second else, which a busy machine may need for a page. */
const soon = { timeout: 10_000 };

describe.skipIf(missing !== undefined)(
  titled(
    'the desk in two browsers on two processes',
    missing ?? 'chromium',
    missing === undefined || undefined,
  ),
  { timeout: 60_000 },
  () => {
    let browser: Browser;
    let cluster: DeskCluster;

    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
      cluster = await startCluster();
    }, 60_000);

    afterAll(async () => {
      await browser?.close();
      await cluster?.stop();
    });

    /** Somebody's page, whose socket goes to the process of this index. */
    async function enter(index: number, name: Name, path: string): Promise<DeskPage> {
      const profile = await openProfile(browser);
      await profile.addCookies([wishFor(index, cluster.url)]);
      const desk = await openTab(profile, `${cluster.url}${path}`);
      await signIn(desk, name);
      return desk;
    }

    /** Somebody who acts without a page. */
    async function act(name: Name, fn: string, args: Readonly<Record<string, unknown>>): Promise<void> {
      const client = new DeskClient(cluster.url);
      await client.call('sign_in', { person_id: ids[name] });
      expect(await client.call(fn, args)).toMatchObject({ status: 200 });
    }

    it('is fresh when another person did something, with one read for each view that it made stale', async () => {
      const theo = await enter(0, 'Theo Brandt', '/tickets/5+4');
      const mira = await enter(1, 'Mira Okafor', '/tickets/5');
      for (const desk of [theo, mira]) await button(desk, 5, 'Close ticket').waitFor();
      await button(theo, 4, 'Close ticket').waitFor();
      await optionOf(theo, 4, 'Theo Brandt (me)').waitFor({ state: 'attached' });
      await optionOf(mira, 5, 'Mira Okafor (me)').waitFor({ state: 'attached' });
      await watching(theo, 5);
      await watching(mira, 4);
      expect([cluster.balancer.socketsTo(0), cluster.balancer.socketsTo(1)]).toEqual([1, 1]);
      await settle(theo);
      await settle(mira);

      theo.forget();
      mira.forget();
      await button(mira, 5, 'Close ticket').click();
      await button(theo, 5, 'Reopen ticket').waitFor();
      await expect.poll(() => count(theo, 'open'), soon).toBe('4');
      await row(theo, 5).waitFor({ state: 'detached' });
      const stale = ['read global', 'read ticket ticket_id=5', 'read tickets status=open'];

      // A later change. When both pages show it, they have been told all of the first one.
      await act('Theo Brandt', 'rename_ticket', { ticket_id: 4, title: 'No umlauts' });
      for (const desk of [theo, mira]) await row(desk, 4).getByText('No umlauts').waitFor();
      await panel(theo, 4).getByRole('heading', { name: 'No umlauts' }).waitFor();
      await settle(theo);
      await settle(mira);
      const later = ['read tickets status=open'];
      expect(theo.wire.toSorted()).toEqual([...stale, 'read ticket ticket_id=4', ...later].toSorted());
      expect(mira.wire.toSorted()).toEqual(['call close_ticket', ...stale, ...later].toSorted());
      expect([...theo.complaints, ...mira.complaints]).toEqual([]);
    });

    it('tells who else looks at a ticket, who writes, and who has gone', async () => {
      const theo = await enter(0, 'Theo Brandt', '/tickets/7');
      const nora = await enter(1, 'Nora Lind', '/tickets/7');
      await viewer(theo, 7, 'Nora Lind').waitFor();
      await viewer(nora, 7, 'Theo Brandt').waitFor();
      expect(await viewer(theo, 7, 'Theo Brandt').count()).toBe(0);

      const writing = theo.page.getByText('Nora Lind is writing…');
      const comment = panel(nora, 7).getByRole('textbox', { name: 'Your comment' });
      await comment.fill('It is the third floor');
      await writing.waitFor();
      await takePicture(theo, 'desk-presence');
      await comment.fill('');
      await writing.waitFor({ state: 'detached' });
      await comment.fill('It is the third floor now.');
      await writing.waitFor();
      await panel(nora, 7).getByRole('button', { name: 'Comment' }).click();
      await panel(theo, 7).getByText('It is the third floor now.').waitFor();
      await writing.waitFor({ state: 'detached' });
      await comment.fill('One more thing');
      await writing.waitFor();
      // She thinks.
      await writing.waitFor({ state: 'detached' });

      await nora.page.getByRole('link', { name: 'Put ticket 7 away' }).click();
      await viewer(theo, 7, 'Nora Lind').waitFor({ state: 'detached' });
      expect(await viewer(theo, 7, 'Theo Brandt').count()).toBe(0);
      expect([...theo.complaints, ...nora.complaints]).toEqual([]);
    });

    it('keeps somebody who closes one of two tabs', async () => {
      const theo = await enter(0, 'Theo Brandt', '/tickets/7');
      const nora = await enter(1, 'Nora Lind', '/tickets/7');
      await viewer(theo, 7, 'Nora Lind').waitFor();
      const second = await openTab(nora.page.context(), nora.page.url());
      await viewer(second, 7, 'Theo Brandt').waitFor();
      await theo.page.evaluate(() => {
        const watch = new MutationObserver((changes) => {
          for (const change of changes) document.body.dataset['removed'] = String(change.removedNodes.length);
        });
        const viewers = document.querySelector('.viewers');
        if (viewers) watch.observe(viewers, { childList: true });
      });
      theo.forget();
      await second.page.close();
      const newsOfNora = (doing: string) =>
        theo.frames.flatMap((frame, at) => (frame.includes(`"doing":"${doing}","person":{"id":1`) ? at : []));
      await expect.poll(() => newsOfNora('left'), soon).toHaveLength(1);
      // What the other tab says at once, and then what it says from time to time: she would be gone by then.
      const afterLeft = () => newsOfNora('looking').filter((at) => at > (newsOfNora('left')[0] ?? 0));
      await expect.poll(() => afterLeft().length, soon).toBeGreaterThan(1);
      expect(await theo.page.evaluate(() => document.body.dataset['removed'])).toBe(undefined);
      await viewer(theo, 7, 'Nora Lind').waitFor();
    });

    it('tells nothing more to a page whose person signed out in another tab', async () => {
      const theo = await enter(0, 'Theo Brandt', '/tickets/6');
      await button(theo, 6, 'Close ticket').waitFor();
      const tab = await openTab(theo.page.context(), cluster.url);
      const signOut = tab.page.getByRole('button', { name: 'Sign out' });
      await signOut.waitFor();
      theo.forget();
      await signOut.click();
      await theo.page.getByRole('heading', { name: 'Welcome to the desk' }).waitFor();
      // Its new socket is nobody's, and watches what this page shows: counts and people.
      await watching(theo, 2);
      await settle(theo);

      theo.forget();
      await act('Mira Okafor', 'close_ticket', { ticket_id: 6 });
      // What everybody may read became stale, too: how many tickets one sees, which is none.
      await expect.poll(() => theo.wire, soon).toEqual(['read global']);
      await settle(theo);
      expect(theo.frames.filter((frame) => frame.includes('ticket'))).toEqual([]);
      expect(theo.wire).toEqual(['read global']);
      expect([...theo.complaints, ...tab.complaints]).toEqual([]);
    });

    it('is fresh again when its process was killed, whatever happened meanwhile', async () => {
      const theo = await enter(0, 'Theo Brandt', '/tickets/3');
      const mira = await enter(1, 'Mira Okafor', '/tickets/3');
      await viewer(theo, 3, 'Mira Okafor').waitFor();
      await viewer(mira, 3, 'Theo Brandt').waitFor();
      const release = cluster.balancer.holdSockets();
      onTestFinished(() => cluster.process(0).restart());
      await cluster.process(0).kill();
      await expect.poll(() => cluster.balancer.socketsTo(0), soon).toBe(0);

      await button(mira, 3, 'Close ticket').click();
      await button(mira, 3, 'Reopen ticket').waitFor();
      expect(await panel(theo, 3).locator('.status').innerText()).toBe('open');
      release();
      await button(theo, 3, 'Reopen ticket').waitFor();
      await row(theo, 3).waitFor({ state: 'detached' });
      await expect.poll(() => cluster.balancer.socketsTo(1), soon).toBe(2);

      await button(theo, 3, 'Reopen ticket').click();
      await button(mira, 3, 'Close ticket').waitFor();
      await viewer(theo, 3, 'Mira Okafor').waitFor();
      await viewer(mira, 3, 'Theo Brandt').waitFor();
      expect([...theo.complaints, ...mira.complaints]).toEqual([]);
    });

    it('lets go of somebody who vanished together with the process', async () => {
      const theo = await enter(0, 'Theo Brandt', '/tickets/3');
      const mira = await enter(1, 'Mira Okafor', '/tickets/3');
      await viewer(mira, 3, 'Theo Brandt').waitFor();
      const release = cluster.balancer.holdSockets();
      onTestFinished(() => cluster.process(0).restart());
      await cluster.process(0).kill();
      await theo.page.close();
      release();
      await viewer(mira, 3, 'Theo Brandt').waitFor({ state: 'detached', timeout: 20_000 });
      expect(mira.complaints).toEqual([]);
    });
  },
);

/** Resolves when a page is told of changes of so many views. */
function watching({ frames }: DeskPage, views: number): Promise<void> {
  const answer = () => frames.findLast((frame) => frame.includes('"watching"'));
  return expect.poll(answer, soon).toContain(`"watching":${views}`);
}

function panel({ page }: DeskPage, ticket: number): Locator {
  return page.locator(`[data-panel="${ticket}"]`);
}

function row({ page }: DeskPage, ticket: number): Locator {
  return page.locator(`.row[data-ticket="${ticket}"]`);
}

function button(desk: DeskPage, ticket: number, name: string): Locator {
  return panel(desk, ticket).getByRole('button', { name });
}

function optionOf(desk: DeskPage, ticket: number, name: string): Locator {
  return panel(desk, ticket).getByRole('option', { name });
}

function viewer(desk: DeskPage, ticket: number, name: Name): Locator {
  return panel(desk, ticket).locator(`[data-viewer="${ids[name]}"]`);
}

function count({ page }: DeskPage, what: string): Promise<string> {
  return page.locator(`[data-count=${what}]`).innerText();
}
