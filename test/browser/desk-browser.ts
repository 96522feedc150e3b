import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { onTestFinished } from 'vitest';

/** A page, what went over its wire, and what went wrong in it. */
export interface DeskPage {
  readonly page: Page;
  /** What was asked of Mizan since the last `forget()`, in order: `call close_ticket`, `read ticket ticket_id=5`. */
  readonly wire: readonly string[];
  /** What came over its sockets since the last `forget()`, in order, as text. */
  readonly frames: readonly string[];
  /** Uncaught errors, and whatever the page warned of; a request or a socket that failed is no complaint. */
  readonly complaints: readonly string[];
  forget(): void;
}

/** A browser of the current test's own, in which nobody is signed in, opened at an address. */
export async function openDesk(
  browser: Browser,
  url: string,
  viewport = { width: 1280, height: 800 },
): Promise<DeskPage> {
  return openTab(await openProfile(browser, viewport), url);
}

/** A browser of the current test's own, with no page yet. */
export async function openProfile(
  browser: Browser,
  viewport = { width: 1280, height: 800 },
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport });
  onTestFinished(() => context.close());
  context.setDefaultTimeout(10_000);
  return context;
}

/** One more page of a browser: whoever is signed in there is signed in here. */
export async function openTab(context: BrowserContext, url: string): Promise<DeskPage> {
  const page = await context.newPage();
  const wire: string[] = [];
  const frames: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => wire.push(...describeRequest(request)));
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(String(payload))));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const isFailedRequest = /^(Failed to load resource|WebSocket connection to)/.test(message.text());
    if (['error', 'warning'].includes(message.type()) && !isFailedRequest) complaints.push(message.text());
  });
  await page.goto(url);
  const forget = () => {
    wire.splice(0);
    frames.splice(0);
  };
  return { page, wire, frames, complaints, forget };
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
  if (kind === 'call') return [`call ${calledFunction(request)}`];
  const params = [...searchParams].map(([name, value]) => `${name}=${value}`);
  return [['read', context, ...params].join(' ')];
}

/** What a call names in JSON, or in the first field of a multipart body; a browser keeps files to itself. */
export function calledFunction(request: Request): string {
  const [, fn = 'with files'] =
    /^\{"fn":"([^"]+)"|name="fn"\r\n\r\n([^\r]+)/.exec(request.postData() ?? '') ?? [];
  return fn;
}
