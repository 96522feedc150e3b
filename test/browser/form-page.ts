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
