import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page, Route } from 'playwright-core';
import { calledFunction, type DeskPage } from './desk-browser.js';

/** Calls that are held back, until a test lets them go. */
export interface HeldCalls {
  /** How many have been made. */
  readonly count: number;
  /** @param index in the order in which they were made */
  release(index: number): Promise<void>;
}

/** Holds back every call of a function: a network that is as slow as the test wants. */
export async function holdCalls(page: Page, fn: string): Promise<HeldCalls> {
  const held: Route[] = [];
  await page.route('**/api/mizan/call/', async (route) => {
    if (calledFunction(route.request()) === fn) held.push(route);
    else await route.fallback();
  });
  return {
    get count() {
      return held.length;
    },
    async release(index) {
      await held[index]?.continue();
    },
  };
}

/** What a screen reader says of a control after its name: help, and what is wrong. */
export function describedBy(page: Page, label: string): Promise<string> {
  return page.getByLabel(label, { exact: false }).evaluate((control) =>
    (control.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .filter((text) => text !== '')
      .join(' '),
  );
}

export async function openNewTicket({ page }: DeskPage): Promise<void> {
  await page.getByRole('link', { name: 'New ticket' }).click();
  await page.getByRole('form', { name: 'New ticket' }).waitFor();
}

/** Fills in what has to be. */
export async function fillInTicket(page: Page, title: string): Promise<void> {
  await page.getByLabel('In a few words').fill(title);
  await page.getByLabel('What happened?').fill('Since this morning.');
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What keeps somebody out of the page as it stands: the rule, and the elements that break it. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>('axe.run(document)');
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
