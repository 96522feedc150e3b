import { expect, it } from 'vitest';
import { describeInBrowser } from './describe-in-browser.js';
import { type DeskPage, openDesk, settle, signIn, takePicture } from './desk-browser.js';
import { DeskClient } from './desk-client.js';
import { startFreshDesk } from './start-desk.js';

/** What the corner tells of the reads since the page was loaded, in the order of their names. */
async function readCorner({ page }: DeskPage): Promise<readonly string[]> {
  const rows = await page.locator('.cache-corner li').allInnerTexts();
  return rows.map((row) => row.replaceAll(/\s+/g, ' ')).toSorted();
}

function titlesIn({ page }: DeskPage): Promise<readonly string[]> {
  return page.locator('.row-title').allInnerTexts();
}

function countsOf({ page }: DeskPage): Promise<readonly string[]> {
  return page.locator('.cache-corner [data-reads]').allInnerTexts();
}

describeInBrowser('the cache of the desk, in a browser', (browser) => {
  it('misses at the first load, hits at the next, and misses exactly what a closed ticket has made stale', async () => {
    const { url } = await startFreshDesk();
    const desk = await openDesk(browser(), `${url}/tickets/5+4?debug`);
    const { page } = desk;
    await signIn(desk, 'Theo Brandt');
    const views = ['global', 'team', 'ticket ticket_id=4', 'ticket ticket_id=5', 'tickets status=open'];
    const all = (state: string) => views.map((view) => `${state} ${view}`);
    // Before signing in there were two reads: of who is signed in, and of whom one can be.
    await expect
      .poll(() => readCorner(desk))
      .toEqual([...all('miss'), 'miss demo', 'miss global'].toSorted());

    await page.reload();
    await expect.poll(() => readCorner(desk)).toEqual(all('hit'));
    expect(await countsOf(desk)).toEqual(['5 hits', '0 misses']);

    await page.locator('[data-panel="5"]').getByRole('button', { name: 'Close ticket' }).click();
    const stale = ['miss global', 'miss ticket ticket_id=5', 'miss tickets status=open'];
    await expect.poll(() => readCorner(desk)).toEqual([...all('hit'), ...stale]);
    await settle(desk);
    expect(await countsOf(desk)).toEqual(['5 hits', '3 misses']);
    await takePicture(desk, 'desk-debug');

    await page.reload();
    await expect.poll(() => readCorner(desk)).toEqual(all('hit'));
    const mira = new DeskClient(url);
    await mira.call('sign_in', { person_id: 3 });
    await mira.call('close_ticket', { ticket_id: 4 });
    await page.reload();
    await expect
      .poll(() => readCorner(desk))
      .toEqual([
        'hit team',
        'hit ticket ticket_id=5',
        'miss global',
        'miss ticket ticket_id=4',
        'miss tickets status=open',
      ]);
    expect(await page.locator('[data-panel="4"] .status').innerText()).toBe('closed');
    expect(desk.complaints).toEqual([]);
  });

  it('goes on telling while one moves through the desk, and tells nothing without ?debug', async () => {
    const { url } = await startFreshDesk();
    const desk = await openDesk(browser(), `${url}/?debug`);
    const { page } = desk;
    await signIn(desk, 'Theo Brandt');
    await page.locator('.row-link', { hasText: 'Parcel' }).click();
    await expect.poll(() => readCorner(desk)).toContain('miss ticket ticket_id=5');
    expect(new URL(page.url()).search).toBe('?debug');
    await page.reload();
    await expect.poll(() => readCorner(desk)).toContain('hit ticket ticket_id=5');
    const corner = page.getByRole('complementary', { name: 'Cache of the server' });
    expect(await corner.isVisible()).toBe(true);

    await page.goto(`${url}/tickets/5`);
    await page.getByText('birthday present').waitFor();
    expect(await corner.count()).toBe(0);
    expect(desk.complaints).toEqual([]);
  });

  it('shows nobody what it keeps for another', async () => {
    const { url } = await startFreshDesk();
    const theo = await openDesk(browser(), `${url}/tickets/4+5?debug`);
    const nora = await openDesk(browser(), `${url}/tickets/4+5?debug`);
    await signIn(theo, 'Theo Brandt');
    await theo.page.getByText('birthday present').waitFor();
    await theo.page.reload();
    await expect.poll(() => readCorner(theo)).toContain('hit ticket ticket_id=4');
    expect(await titlesIn(theo)).toHaveLength(5);

    await signIn(nora, 'Nora Lind');
    await nora.page.getByText('birthday present').waitFor();
    const hers = ['How do I change the delivery address?', 'Parcel marked as delivered, but it is not here'];
    for (const load of ['cold', 'warm']) {
      await expect.poll(() => titlesIn(nora)).toEqual(hers);
      await expect
        .poll(() => nora.page.locator('[data-panel="4"]').innerText())
        .toContain('There is no ticket 4.');
      expect(await nora.page.locator('.who-name').innerText()).toContain('Nora Lind');
      expect(await nora.page.locator('[data-count=open]').innerText()).toBe('2');
      await expect
        .poll(() => readCorner(nora))
        .toContain(`${load === 'cold' ? 'miss' : 'hit'} tickets status=open`);
      await nora.page.reload();
    }

    await theo.page.reload();
    await expect.poll(() => readCorner(theo)).toContain('hit tickets status=open');
    expect(await titlesIn(theo)).toHaveLength(5);
    expect(await theo.page.locator('.who-name').innerText()).toContain('Theo Brandt');
    expect([...theo.complaints, ...nora.complaints]).toEqual([]);
  });

  it('shows nothing of whoever sat there before', async () => {
    const { url } = await startFreshDesk();
    const desk = await openDesk(browser(), `${url}/?debug`);
    const { page } = desk;
    await signIn(desk, 'Theo Brandt');
    await expect.poll(() => page.locator('.row').count()).toBe(5);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Welcome to the desk' }).waitFor();
    await signIn(desk, 'Nora Lind');
    await expect.poll(() => page.locator('.row').count()).toBe(2);
    expect(await page.locator('[data-count=open]').innerText()).toBe('2');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signIn(desk, 'Theo Brandt');
    await expect.poll(() => page.locator('.row').count()).toBe(5);
    expect((await readCorner(desk)).filter((read) => read === 'hit tickets status=open')).toHaveLength(1);
    expect(desk.complaints).toEqual([]);
  });
});
