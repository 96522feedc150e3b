import type { Route } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInBrowser } from './describe-in-browser.js';
import { openDesk, settle, signIn, takePicture } from './desk-browser.js';
import { startFreshDesk } from './start-desk.js';

// The seed: tickets 3 to 7 are open, 5 and 7 are Nora's (a customer), and 5 is Theo's (an agent) to answer.
describeInBrowser('the desk in a browser', (browser) => {
  it('signs in, and out again', async () => {
    const { url } = await startFreshDesk();
    const desk = await openDesk(browser(), url);
    const { page, wire } = desk;
    await signIn(desk, 'Theo Brandt');
    await expect.poll(() => page.locator('.who-name').innerText()).toContain('Theo Brandt');
    expect(await page.locator('[data-count=open]').innerText()).toBe('5');
    expect(await page.locator('[data-count=mine]').innerText()).toBe('1');
    expect(wire.filter((what) => what.startsWith('call'))).toEqual(['call sign_in']);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Welcome to the desk' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Welcome to the desk' }).waitFor();
    expect(desk.complaints).toEqual([]);
  });

  it('closes a ticket with one call, then one fetch for each view that shows it and none for any other', async () => {
    const { url } = await startFreshDesk();
    const desk = await openDesk(browser(), url);
    const { page, wire } = desk;
    await signIn(desk, 'Theo Brandt');
    await page.goto(`${url}/tickets/5+4`);
    const panel = page.locator('[data-panel="5"]');
    const other = page.locator('[data-panel="4"]');
    await panel.getByText('birthday present').waitFor();
    await other.getByText('umlauts').first().waitFor();
    await page.getByRole('option', { name: 'Theo Brandt (me)' }).first().waitFor({ state: 'attached' });
    await settle(desk);

    desk.forget();
    await panel.getByRole('button', { name: 'Close ticket' }).click();
    await panel.getByRole('button', { name: 'Reopen ticket' }).waitFor();
    await expect.poll(() => page.locator('[data-count=open]').innerText()).toBe('4');
    expect(await page.locator('[data-count=mine]').innerText()).toBe('0');
    await page.locator('.row[data-ticket="5"]').waitFor({ state: 'detached' });
    await settle(desk);
    await takePicture(desk, 'desk');
    expect(await panel.locator('.status').innerText()).toBe('closed');
    expect(await other.locator('.status').innerText()).toBe('open');
    expect(wire[0]).toBe('call close_ticket');
    expect(wire.slice(1).toSorted()).toEqual([
      'read global',
      'read ticket ticket_id=5',
      'read tickets status=open',
    ]);
    expect(await page.locator('.last-call').innerText()).toMatch(
      /close_ticket\s+refreshed\s+tickets\s+ticket 5\s+global/,
    );
    expect(desk.complaints).toEqual([]);
  });

  it('says that a ticket is loading until its answer comes', async () => {
    const { url } = await startFreshDesk();
    const desk = await openDesk(browser(), url);
    const { page } = desk;
    await signIn(desk, 'Theo Brandt');
    const held: Route[] = [];
    await page.route('**/api/mizan/ctx/ticket/**', (route) => void held.push(route), { times: 1 });
    await page.goto(`${url}/tickets/5`);
    const panel = page.locator('[data-panel="5"]');
    await expect.poll(() => held.length).toBe(1);
    expect(await panel.getByRole('status').innerText()).toBe('Loading…');
    expect(await panel.getByRole('heading').count()).toBe(0);

    await held[0]?.continue();
    await panel.getByText('birthday present').waitFor();
    expect(await panel.getByRole('status').count()).toBe(0);
    expect(desk.complaints).toEqual([]);
  });

  it('shows a new title and a new comment from the answer itself', async () => {
    const { url } = await startFreshDesk();
    const desk = await openDesk(browser(), url);
    const { page, wire } = desk;
    await signIn(desk, 'Nora Lind');
    await page.goto(`${url}/tickets/7`);
    const panel = page.locator('[data-panel="7"]');
    await panel.getByRole('button', { name: 'Rename' }).click();
    await panel.getByLabel('Title').fill('Another delivery address');
    desk.forget();
    await panel.getByRole('button', { name: 'Save' }).click();
    await panel.getByRole('heading', { name: 'Another delivery address' }).waitFor();
    await page.locator('.row', { hasText: 'Another delivery address' }).waitFor();
    await settle(desk);
    expect(wire).toEqual(['call rename_ticket', 'read tickets status=open']);

    desk.forget();
    await panel.getByLabel('Your comment').fill('It is order 10551.');
    await panel.getByRole('button', { name: 'Comment' }).click();
    await panel.locator('.comment', { hasText: 'It is order 10551.' }).waitFor();
    await settle(desk);
    expect(wire).toEqual(['call add_comment']);
    expect(await panel.getByLabel('Your comment').inputValue()).toBe('');
    expect(desk.complaints).toEqual([]);
  });

  it('assigns a ticket, and opens one', async () => {
    const { url } = await startFreshDesk();
    const desk = await openDesk(browser(), url);
    const { page } = desk;
    await signIn(desk, 'Mira Okafor');
    await page.locator('.row-link', { hasText: 'umlauts' }).click();
    await page.getByLabel('Assigned to').selectOption({ label: 'Theo Brandt' });
    await page.locator('.row', { hasText: 'umlauts' }).getByText('TB').waitFor();
    await page.getByLabel('Assigned to').selectOption({ label: 'Mira Okafor (me)' });
    await expect.poll(() => page.locator('[data-count=mine]').innerText()).toBe('2');

    await page.getByRole('link', { name: 'New ticket' }).click();
    await page.getByLabel('In a few words').fill('Printer on fire');
    await page.getByLabel('What happened?').fill('It began this morning.');
    await page.getByRole('button', { name: 'Open ticket' }).click();
    await page.getByRole('heading', { name: 'Printer on fire' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/tickets/8');
    await expect.poll(() => page.locator('[data-count=open]').innerText()).toBe('6');
    expect(await page.locator('.comment-text').allInnerTexts()).toEqual(['It began this morning.']);
    expect(desk.complaints).toEqual([]);
  });

  it('shows the message of an action that is refused', async () => {
    const { url } = await startFreshDesk();
    const theo = await openDesk(browser(), url);
    const mira = await openDesk(browser(), url);
    await signIn(theo, 'Theo Brandt');
    await signIn(mira, 'Mira Okafor');
    // Not live with ?debug, so that it can be late.
    await theo.page.goto(`${url}/tickets/4?debug`);
    await mira.page.goto(`${url}/tickets/4`);
    await theo.page.getByRole('button', { name: 'Close ticket' }).waitFor();
    await mira.page.getByRole('button', { name: 'Close ticket' }).click();
    await mira.page.getByRole('button', { name: 'Reopen ticket' }).waitFor();

    theo.forget();
    await theo.page.getByRole('button', { name: 'Close ticket' }).click();
    await expect.poll(() => theo.page.getByRole('alert').innerText()).toBe('This ticket is already closed.');
    await settle(theo);
    expect(theo.wire).toEqual(['call close_ticket']);

    await theo.page.getByRole('button', { name: 'Rename' }).click();
    await theo.page.getByLabel('Title').fill('   ');
    await theo.page.getByRole('button', { name: 'Save' }).click();
    await theo.page.getByText('A ticket needs a title.').waitFor();
    expect([...theo.complaints, ...mira.complaints]).toEqual([]);
  });

  it('shows a customer her own tickets only, and closes none for her', async () => {
    const { url } = await startFreshDesk();
    const desk = await openDesk(browser(), url);
    const { page } = desk;
    await signIn(desk, 'Nora Lind');
    await page.getByText('all', { exact: true }).click();
    await expect.poll(() => page.locator('.row').count()).toBe(3);
    expect(await page.locator('.row .subtle').allInnerTexts()).toEqual([
      expect.stringContaining('Nora Lind'),
      expect.stringContaining('Nora Lind'),
      expect.stringContaining('Nora Lind'),
    ]);
    await page.goto(`${url}/tickets/4`);
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('There is no ticket 4.');
    await page.goto(`${url}/tickets/7`);
    await page.getByRole('heading', { name: 'delivery address' }).waitFor();
    expect(await page.getByRole('button', { name: 'Close ticket' }).count()).toBe(0);
    const refusal = await page.evaluate(async () => {
      const response = await fetch('/api/mizan/call/', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ fn: 'close_ticket', args: { ticket_id: 7 } }),
      });
      return [response.status, await response.json()];
    });
    expect(refusal).toEqual([403, expect.objectContaining({ code: 'FORBIDDEN' })]);
    expect(desk.complaints).toEqual([]);
  });

  it('can be used with the keyboard alone', async () => {
    const { url } = await startFreshDesk();
    const desk = await openDesk(browser(), url);
    const { page } = desk;
    const { keyboard } = page;
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    const tabTo = async (text: string) => {
      for (let presses = 0; presses < 30; presses += 1) {
        await keyboard.press('Tab');
        if ((await focused()).includes(text)) return;
      }
      throw new Error(`30 tabs did not reach "${text}"`);
    };
    await page.getByRole('button', { name: 'Theo Brandt' }).waitFor();
    await tabTo('Theo Brandt');
    await keyboard.press('Enter');
    await page.locator('.row').first().waitFor();
    await tabTo('Parcel marked');
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Parcel marked' }).waitFor();
    await tabTo('Rename');
    await keyboard.press('Enter');
    await keyboard.type('Changed my mind');
    await keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Parcel marked' }).waitFor();
    await tabTo('Close ticket');
    await keyboard.press('Enter');
    await page.getByRole('button', { name: 'Reopen ticket' }).waitFor();
    expect(await focused()).toBe('Reopen ticket');
    expect(desk.complaints).toEqual([]);
  });

  it('shows one thing at a time on a narrow screen, and nothing sticks out', async () => {
    const { url } = await startFreshDesk();
    const desk = await openDesk(browser(), url, { width: 360, height: 740 });
    const { page } = desk;
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await overflow()).toBe(0);
    await signIn(desk, 'Theo Brandt');
    expect(await page.getByRole('main').isVisible()).toBe(false);
    expect(await overflow()).toBe(0);
    await page.locator('.row-link', { hasText: 'Parcel' }).click();
    await page.getByText('birthday present').waitFor();
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    expect(await overflow()).toBe(0);
    await takePicture(desk, 'desk-narrow');
    await page.getByRole('link', { name: 'Put ticket 5 away' }).click();
    await page.locator('.row').first().waitFor();
    expect(desk.complaints).toEqual([]);
  });
});
