import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import type { FormTransport } from '../../libs/react/src/fixture/form-transport.js';
import { chromiumPath, titled } from '../services.js';

declare global {
  interface Window {
    readonly transport: FormTransport;
  }
}

const executablePath = chromiumPath();

const sent = (page: Page) => page.evaluate(() => window.transport.sent);
const lastArgs = (page: Page) =>
  page.evaluate(() => window.transport.calls.findLast(({ fn }) => fn === 'every.submit')?.args);
const isInvalid = (control: Locator) => control.getAttribute('aria-invalid');
const badInput = (control: Locator) =>
  control.evaluate((element: HTMLInputElement) => element.validity.badInput);

/** The page with all that it needs, from source. */
async function bundlePage(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('.', import.meta.url)),
    resolve: { conditions: ['@mizan/source', 'module', 'browser'] },
    define: { 'process.env.NODE_ENV': '"development"' },
    build: {
      write: false,
      minify: false,
      lib: {
        entry: fileURLToPath(new URL('typing-page.tsx', import.meta.url)),
        formats: ['iife'],
        name: 'page',
      },
    },
  });
  const chunks = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
  return chunks.map((chunk) => ('code' in chunk ? chunk.code : '')).join('\n');
}

// What these controls show and hand out is the browser's: no other page does it alike.
describe.skipIf(executablePath === undefined)(
  titled('typing in a form', 'chromium', executablePath),
  { timeout: 60_000 },
  () => {
    let browser: Browser;
    let script: string;

    beforeAll(async () => {
      script = await bundlePage();
      browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
    }, 60_000);

    afterAll(() => browser?.close());

    async function openForm(
      options: BrowserContextOptions = {},
    ): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
      const context = await browser.newContext(options);
      onTestFinished(() => context.close());
      context.setDefaultTimeout(10_000);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      await page.setContent('<!doctype html><html lang="en"><title>Form</title></html>');
      await page.addScriptTag({ content: script });
      await page.getByRole('form').waitFor();
      return { page, complaints };
    }

    it('loses nothing of a number that is not one yet', async () => {
      const { page, complaints } = await openForm();
      const age = page.getByRole('spinbutton', { name: 'Age' });
      await age.click();
      await page.keyboard.type('1.');
      await page.keyboard.type('5');
      expect(await age.inputValue()).toBe('1.5');
      for (let left = 3; left > 0; left -= 1) await page.keyboard.press('Backspace');
      await page.keyboard.type('-');
      expect(await badInput(age)).toBe(true);
      await page.keyboard.type('7');
      expect(await age.inputValue()).toBe('-7');
      expect(complaints).toEqual([]);
    });

    it('takes half a number for an error, and nothing for nothing', async () => {
      const { page } = await openForm();
      await page.getByLabel('Your name').fill('Ada');
      const age = page.getByRole('spinbutton', { name: 'Age' });
      await age.click();
      await page.keyboard.type('-');
      await page.keyboard.press('Enter');
      await expect.poll(() => isInvalid(age)).toBe('true');
      expect(await badInput(age)).toBe(true);
      expect(await sent(page)).toEqual([]);
      await page.keyboard.press('Backspace');
      await page.keyboard.press('Enter');
      await expect.poll(() => sent(page)).toEqual(['every.submit']);
    });

    it('takes half a date for an error, and keeps it', async () => {
      const { page } = await openForm();
      await page.getByLabel('Your name').fill('Ada');
      const day = page.getByLabel('Day');
      await day.focus();
      await page.keyboard.type('0102');
      await page.getByRole('button', { name: 'Send' }).click();
      await expect.poll(() => isInvalid(day)).toBe('true');
      expect(await badInput(day)).toBe(true);
      expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('day');
      await page.keyboard.type('01022026');
      expect(await day.inputValue()).toBe('2026-01-02');
      expect(await isInvalid(day)).toBe('false');
    });

    it('shows a moment in the time of whoever looks, and takes it in that', async () => {
      const { page, complaints } = await openForm({ timezoneId: 'America/New_York' });
      const starts = page.getByLabel('Starts');
      expect(await starts.inputValue()).toBe('2026-01-05T10:00');
      await page.getByLabel('Your name').fill('Ada');
      await page.getByRole('button', { name: 'Send' }).click();
      await expect.poll(() => sent(page)).toEqual(['every.submit']);
      expect(await lastArgs(page)).toMatchObject({ starts: '2026-01-05T15:00:00.000Z' });
      await starts.focus();
      // In summer.
      await page.keyboard.type('07152027');
      await page.keyboard.press('Tab');
      await page.keyboard.type('0930P');
      expect(await starts.inputValue()).toBe('2027-07-15T21:30');
      // Of a text, the time is as it is typed.
      await page.getByLabel('From').fill('2027-07-15T21:30');
      await page.getByRole('button', { name: 'Send' }).click();
      await expect.poll(async () => (await sent(page)).filter((fn) => fn === 'every.submit').length).toBe(2);
      expect(await lastArgs(page)).toMatchObject({
        starts: '2027-07-16T01:30:00.000Z',
        from: '2027-07-15T21:30',
      });
      await starts.fill('');
      expect(await starts.inputValue()).toBe('');
      expect(complaints).toEqual([]);
    });

    it('moves nothing away from under a pointer that presses a button', async () => {
      const { page } = await openForm();
      await page.getByLabel('Your name').focus();
      // Its error would move the button.
      await page.getByRole('button', { name: 'Add: Lines' }).click();
      await page.getByLabel('Article').waitFor();
      await expect.poll(() => isInvalid(page.getByLabel('Your name'))).toBe('true');
      await page.getByLabel('Article').fill('x');
      await page.getByLabel('Quantity').focus();
      await page.getByRole('button', { name: 'Remove Lines 1' }).click();
      await expect.poll(() => page.getByLabel('Article').count()).toBe(0);
    });

    it('leaves the caret where it is, and alone what an input method composes', async () => {
      const { page } = await openForm();
      const name = page.getByLabel('Your name');
      await name.fill('Aa');
      await name.evaluate((element: HTMLInputElement) => element.setSelectionRange(1, 1));
      await page.keyboard.type('dd');
      expect(await name.inputValue()).toBe('Adda');
      const session = await page.context().newCDPSession(page);
      for (const text of ['n', 'ni', '你']) {
        const selectionStart = text.length;
        await session.send('Input.imeSetComposition', { text, selectionStart, selectionEnd: selectionStart });
      }
      await session.send('Input.insertText', { text: '你好' });
      expect(await name.inputValue()).toBe('Add你好a');
    });

    it('leaves no password and no file in the page when they were taken', async () => {
      const { page } = await openForm();
      await page.getByLabel('Your name').fill('Ada');
      await page.getByLabel('Password').fill('sesame');
      const photo = page.getByLabel('Photo');
      await photo.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('a') });
      await page.getByRole('button', { name: 'Send' }).click();
      await expect.poll(() => sent(page)).toEqual(['every.submit']);
      await expect.poll(() => photo.evaluate((element: HTMLInputElement) => element.files?.length)).toBe(0);
      expect(await page.content()).not.toContain('sesame');
      expect(await page.getByLabel('Password').inputValue()).toBe('');
      expect(await page.getByLabel('Your name').inputValue()).toBe('Ada');
    });
  },
);
