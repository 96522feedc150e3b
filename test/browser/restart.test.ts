import { rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { describeInBrowser } from './describe-in-browser.js';
import { openDesk, signIn } from './desk-browser.js';
import { startFreshDesk } from './start-desk.js';

describeInBrowser('a restart of the desk', (browser) => {
  it('signs nobody out, and an open page goes on', async () => {
    const server = await startFreshDesk();
    const desk = await openDesk(browser(), server.url);
    const { page } = desk;
    await signIn(desk, 'Theo Brandt');
    await page.locator('.row-link', { hasText: 'Parcel' }).click();
    await page.getByText('birthday present').waitFor();

    await server.restart();
    await page.getByRole('button', { name: 'Close ticket' }).click();
    await page.getByRole('button', { name: 'Reopen ticket' }).waitFor();
    await server.restart();
    await page.reload();
    await page.getByRole('button', { name: 'Reopen ticket' }).waitFor();
    expect(await page.locator('.who-name').innerText()).toContain('Theo Brandt');
    expect(desk.complaints).toEqual([]);
  });

  it('is survived by a page that asks meanwhile', async () => {
    const server = await startFreshDesk();
    const desk = await openDesk(browser(), server.url);
    const { page } = desk;
    await signIn(desk, 'Theo Brandt');
    await page.locator('.row-link', { hasText: 'Parcel' }).waitFor();
    await server.stop();
    await page.locator('.row-link', { hasText: 'Parcel' }).click();
    await page.getByRole('alert').waitFor();
    await server.restart();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('birthday present').waitFor();
    expect(desk.complaints).toEqual([]);
  });

  it('that lost the database leads to the sign-in page', async () => {
    const server = await startFreshDesk();
    const desk = await openDesk(browser(), server.url);
    const { page } = desk;
    await signIn(desk, 'Theo Brandt');
    await page.locator('.row-link', { hasText: 'Parcel' }).click();
    await page.getByText('birthday present').waitFor();
    await server.stop();
    await rm(server.file);
    await server.restart();
    await page.getByRole('button', { name: 'Close ticket' }).click();
    // Its socket finds out as well that nobody is signed in, and then it goes there by itself.
    const someone = page.getByRole('button', { name: 'Mira Okafor' });
    await page.getByText('You are no longer signed in.').or(someone).first().waitFor();
    await page.getByRole('button', { name: 'Sign in again' }).evaluateAll((buttons: HTMLElement[]) => {
      for (const button of buttons) button.click();
    });
    await signIn(desk, 'Mira Okafor');
    await page.getByRole('button', { name: 'Close ticket' }).waitFor();
    expect(desk.complaints).toEqual([]);
  });
});
