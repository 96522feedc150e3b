import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { describeInBrowser } from './describe-in-browser.js';
import { openDesk, signIn, takePicture } from './desk-browser.js';
import { fillInTicket, findBarriers, openNewTicket } from './form-page.js';
import { startFreshDesk } from './start-desk.js';

// The smallest picture there is.
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const recording = { name: 'hum.bin', mimeType: 'application/octet-stream', buffer: randomBytes(4 * 2 ** 20) };

/** In milliseconds, of a busy machine. */
const soon = { timeout: 10_000 };

/** Sets how many bytes a page may send in a second; -1 for any number. */
type SetSpeed = (bytesPerSecond: number) => Promise<void>;

/** What the network of a page is like. There must be one for a page: the slowest counts. */
async function controlNetwork(page: Page): Promise<SetSpeed> {
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  return async (uploadThroughput) => {
    const speed = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput };
    await network.send('Network.emulateNetworkConditions', speed);
  };
}

/** A desk whose temporary files can be looked at. */
async function startDeskWithSpool() {
  const folder = await mkdtemp(join(tmpdir(), 'desk-spool-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const desk = await startFreshDesk({ TMPDIR: folder });
  const spooled = async () => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile() && entry.name !== 'owner').map(({ name }) => name);
  };
  return { ...desk, spooled };
}

/** Sends a new ticket over a slow network, until part of its file has arrived. */
async function sendHalf(page: Page, spooled: () => Promise<readonly string[]>): Promise<SetSpeed> {
  await fillInTicket(page, 'Lamp hums');
  await page.getByLabel('Attachments').setInputFiles(recording);
  const setSpeed = await controlNetwork(page);
  await setSpeed(recording.buffer.length / 10);
  await page.getByRole('button', { name: 'Open ticket' }).click();
  const progress = page.getByRole('progressbar', { name: 'Sending' });
  await expect.poll(() => progress.evaluate(valueOf), soon).toBeGreaterThan(0);
  expect(await progress.evaluate(valueOf)).toBeLessThan(1);
  await expect.poll(spooled, soon).toHaveLength(1);
  return setSpeed;
}

const valueOf = (progress: Element): number => Number(progress.getAttribute('value'));
const shown = (image: HTMLImageElement) => `${image.getAttribute('src')} ${image.naturalWidth}`;

describeInBrowser('files in the forms of the desk', (browser) => {
  it('tell how much was sent; given up in the middle they leave nothing behind, and can be sent again', async () => {
    const { url, spooled } = await startDeskWithSpool();
    const desk = await openDesk(browser(), url);
    const { page } = desk;
    await signIn(desk, 'Nora Lind');
    await openNewTicket(desk);
    const setSpeed = await sendHalf(page, spooled);
    expect(await findBarriers(page)).toEqual([]);
    await takePicture(desk, 'form-uploading');
    await page.getByRole('button', { name: 'Stop sending' }).click();
    await page.getByRole('button', { name: 'Open ticket' }).waitFor();
    expect(await page.getByRole('progressbar').count()).toBe(0);
    expect(await page.getByRole('alert').innerText()).toBe('');
    await expect.poll(spooled, soon).toEqual([]);
    expect(await page.locator('.row').count()).toBe(2);
    expect(await page.getByLabel('In a few words').inputValue()).toBe('Lamp hums');

    await setSpeed(-1);
    await page.getByRole('button', { name: 'Open ticket' }).click();
    await page.getByRole('heading', { name: 'Lamp hums' }).waitFor();
    // The first ones that were ever stored.
    expect(new URL(page.url()).pathname).toBe('/tickets/8');
    const link = page.getByRole('list', { name: 'Attachments' }).getByRole('link');
    expect(await link.getAttribute('href')).toBe('/api/attachments/1');
    expect(await link.innerText()).toBe('hum.bin 4.2 MB');
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(download.suggestedFilename()).toBe('hum.bin');
    expect((await readFile(await download.path())).equals(recording.buffer)).toBe(true);
    expect(await spooled()).toEqual([]);
    expect(desk.complaints).toEqual([]);
  });

  it('leave nothing behind when their page is left in the middle', async () => {
    const { url, spooled } = await startDeskWithSpool();
    const desk = await openDesk(browser(), url);
    const { page } = desk;
    await signIn(desk, 'Nora Lind');
    await openNewTicket(desk);
    await sendHalf(page, spooled);
    await page.goto(url);
    await expect.poll(spooled, soon).toEqual([]);
    await page.reload();
    await expect.poll(() => page.locator('.row').count(), soon).toBe(2);
  });

  it('show a person wherever that person is, as soon as they are sent', async () => {
    const { url } = await startFreshDesk();
    const nora = await openDesk(browser(), url);
    const theo = await openDesk(browser(), url);
    await signIn(nora, 'Nora Lind');
    await signIn(theo, 'Theo Brandt');
    await theo.page.goto(`${url}/tickets/5`);
    const { page } = nora;
    await page.getByRole('link', { name: 'your profile' }).click();
    await page.getByLabel('Picture').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: pixel });
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => page.locator('.who img').evaluate(shown), soon).toBe('/api/portraits/1?v=1 1');
    const comment = theo.page.locator('.comment').first().locator('img');
    await expect.poll(() => comment.evaluate(shown), soon).toBe('/api/portraits/1?v=1 1');
    expect([...nora.complaints, ...theo.complaints]).toEqual([]);
  });

  it('are refused by what is in them and by how much that is, at their field', async () => {
    const { url } = await startFreshDesk();
    const desk = await openDesk(browser(), url);
    const { page } = desk;
    await signIn(desk, 'Nora Lind');
    await page.getByRole('link', { name: 'your profile' }).click();
    await expect.poll(() => page.getByLabel('Your name').inputValue(), soon).toBe('Nora Lind');
    const picture = page.getByLabel('Picture');
    const choose = (buffer: Buffer) =>
      picture.setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer });
    const fault = page.locator('.profile-picture .error');
    await choose(Buffer.from('<script>alert(1)</script>'));
    await page.getByRole('button', { name: 'Save' }).click();
    await fault.waitFor();
    expect(await picture.getAttribute('aria-invalid')).toBe('true');
    expect(await fault.innerText()).toBe(
      'Choose a file of one of these kinds: image/png, image/jpeg, image/webp.',
    );
    await choose(pixel);
    await fault.waitFor({ state: 'detached' });
    await choose(Buffer.concat([pixel, Buffer.alloc(2 * 2 ** 20)]));
    await page.getByRole('button', { name: 'Save' }).click();
    await fault.waitFor();
    expect(await fault.innerText()).toBe('Choose a file of at most 2 MB.');
    expect(await page.locator('.who img').count()).toBe(0);
    expect(desk.complaints).toEqual([]);
  });
});
