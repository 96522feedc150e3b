import { fileURLToPath } from 'node:url';
import type { Browser, Page, Request } from 'playwright-core';
import { onTestFinished } from 'vitest';

/** A page, what went over its wire, and what went wrong in it. */
export interface DeskPage {
  readonly page: Page;
  /** What was asked of Mizan since the last `forget()`, in order: `call close_ticket`, `read ticket ticket_id=5`. */
  readonly wire: readonly string[];
  /** Uncaught errors, and whatever the page warned of; a request that failed is no complaint. */
  readonly complaints: readonly string[];
  forget(): void;
}

/** A browser of the current test's own, in which nobody is signed in, opened at an address. */
export async function openDesk(
  browser: Browser,
  url: string,
  viewport = { width: 1280, height: 800 },
): Promise<DeskPage> {
  const context = await browser.newContext({ viewport });
  onTestFinished(() => context.close());
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const wire: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => wire.push(...describeRequest(request)));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const isFailedRequest = message.text().startsWith('Failed to load resource');
    if (['error', 'warning'].includes(message.type()) && !isFailedRequest) complaints.push(message.text());
  });
  await page.goto(url);
  return { page, wire, complaints, forget: () => wire.splice(0) };
}

export async function signIn({ page }: DeskPage, name: string): Promise<void> {
  await page.getByRole('button', { name }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

/**
 * Waits until the page has asked for everything that it wants. The client fetches what a call made stale at the next
 * tick after the answer; a request of our own, there and back, comes after all of that.
 */
export async function settle({ page }: DeskPage): Promise<void> {
  await page.evaluate(() => fetch('/icon.svg').then((response) => response.blob()));
}

/** Leaves a picture in `temp/`, for people to look at: tests cannot tell whether a page looks well. */
export async function takePicture({ page }: DeskPage, name: string): Promise<void> {
  await page.screenshot({ path: fileURLToPath(new URL(`../../temp/${name}.png`, import.meta.url)) });
}

function describeRequest(request: Request): readonly string[] {
  const { pathname, searchParams } = new URL(request.url());
  const [, , , kind = '', context = ''] = pathname.split('/');
  if (!pathname.startsWith('/api/mizan/')) return [];
  if (kind === 'call') return [`call ${(request.postDataJSON() as { readonly fn: string }).fn}`];
  const params = [...searchParams].map(([name, value]) => `${name}=${value}`);
  return [['read', context, ...params].join(' ')];
}
