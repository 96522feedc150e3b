import { rm } from 'node:fs/promises';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, titled } from '../services.js';
import { openDesk, signIn } from './desk-browser.js';
import { startFreshDesk } from './start-desk.js';

const executablePath = chromiumPath();

describe.skipIf(executablePath === undefined)(
  titled('a restart of the desk', 'chromium', executablePath),
  { timeout: 60_000 },
  () => {
    let browser: Browser;

    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
    });

    afterAll(() => browser?.close());

    it('signs nobody out, and an open page goes on', async () => {
      const server = await startFreshDesk();
      const desk = await openDesk(browser, server.url);
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
      const desk = await openDesk(browser, server.url);
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
      const desk = await openDesk(browser, server.url);
      const { page } = desk;
      await signIn(desk, 'Theo Brandt');
      await page.locator('.row-link', { hasText: 'Parcel' }).click();
      await page.getByText('birthday present').waitFor();
      await server.stop();
      await rm(server.file);
      await server.restart();
      await page.getByRole('button', { name: 'Close ticket' }).click();
      await page.getByText('You are no longer signed in.').waitFor();
      await page.getByRole('button', { name: 'Sign in again' }).click();
      await signIn(desk, 'Mira Okafor');
      await page.getByRole('button', { name: 'Close ticket' }).waitFor();
      expect(desk.complaints).toEqual([]);
    });
  },
);
