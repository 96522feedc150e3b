import { expect, it } from 'vitest';
import { describeInBrowser } from './describe-in-browser.js';
import { openDesk, settle, signIn, takePicture } from './desk-browser.js';
import { fillInTicket, holdCalls, openNewTicket } from './form-page.js';
import { startFreshDesk } from './start-desk.js';

// The seed: Nora (a customer) has the open tickets 5 and 7; the next one is 8.
describeInBrowser('forms of the desk in a browser', (browser) => {
  it('open a ticket with the keyboard alone, by way of what was forgotten', async () => {
    const { url } = await startFreshDesk();
    const desk = await openDesk(browser(), url);
    const { page } = desk;
    const { keyboard } = page;
    await signIn(desk, 'Nora Lind');
    const focused = () =>
      page.evaluate(() => {
        const { activeElement } = document;
        return activeElement?.getAttribute('name') ?? activeElement?.textContent ?? '';
      });
    const tabTo = async (name: string) => {
      for (let presses = 0; presses < 30; presses += 1) {
        await keyboard.press('Tab');
        if ((await focused()) === name) return;
      }
      throw new Error(`30 tabs did not reach "${name}"`);
    };
    await tabTo('New ticket');
    await keyboard.press('Enter');
    await tabTo('text');
    await keyboard.type('It began this morning.');
    await tabTo('Open ticket');
    await keyboard.press('Enter');
    await expect.poll(focused).toBe('title');
    await keyboard.type('Lamp flickers');
    await tabTo('area');
    await keyboard.type('An o');
    await tabTo('urgency');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Lamp flickers' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/tickets/8');
    expect(await page.locator('.facts').innerText()).toContain('answer today');
    expect(await page.locator('.comment-text').allInnerTexts()).toEqual(['It began this morning.']);
    expect(desk.complaints).toEqual([]);
  });

  it('say what the database has against it while one types, and never what is no longer so', async () => {
    const { url } = await startFreshDesk();
    const desk = await openDesk(browser(), url);
    const { page } = desk;
    await signIn(desk, 'Nora Lind');
    await openNewTicket(desk);
    const title = page.getByLabel('In a few words');
    const fault = page.getByText('You have an open ticket of this title.');
    await title.fill('how do I change the delivery address?');
    await title.blur();
    await fault.waitFor();
    await title.fill('Another title');
    await fault.waitFor({ state: 'detached' });

    const checks = await holdCalls(page, 'new_ticket.validate');
    await title.fill('Parcel marked as delivered, but it is not here');
    await expect.poll(() => checks.count).toBe(1);
    await title.fill('Yet another title');
    await expect.poll(() => checks.count).toBe(2);
    await checks.release(1);
    await checks.release(0);
    await settle(desk);
    expect(await fault.count()).toBe(0);
    expect(await title.getAttribute('aria-invalid')).not.toBe('true');
    expect(desk.complaints).toEqual([]);
  });

  it('are sent once by a double click, and by the next click too while that is under way', async () => {
    const { url } = await startFreshDesk();
    const desk = await openDesk(browser(), url);
    const { page, wire } = desk;
    await signIn(desk, 'Nora Lind');
    await openNewTicket(desk);
    await fillInTicket(page, 'Lamp flickers');
    const submissions = await holdCalls(page, 'new_ticket.submit');
    const button = page.getByRole('button', { name: 'Open ticket' });
    await button.dblclick();
    const sending = page.getByRole('button', { name: 'Sending…' });
    await sending.waitFor();
    await expect.poll(() => submissions.count).toBe(1);
    // It says that it is disabled, and can be clicked all the same.
    await sending.click({ force: true });
    // On a slow network, one can go on and type.
    await page.getByLabel('What happened?').pressSequentially(' And now it hums.');
    await takePicture(desk, 'form-sending');
    await submissions.release(0);
    await page.getByRole('heading', { name: 'Lamp flickers' }).waitFor();
    await settle(desk);
    expect(wire.filter((what) => what === 'call new_ticket.submit')).toHaveLength(1);
    expect(await page.locator('.row', { hasText: 'Lamp flickers' }).count()).toBe(1);
    expect(await page.locator('[data-count=open]').innerText()).toBe('3');
    expect(await page.locator('.comment-text').allInnerTexts()).toEqual(['Since this morning.']);
    expect(desk.complaints).toEqual([]);
  });

  it('show in other browsers at once what they have changed', async () => {
    const { url } = await startFreshDesk();
    const nora = await openDesk(browser(), url);
    const theo = await openDesk(browser(), url);
    await signIn(nora, 'Nora Lind');
    await signIn(theo, 'Theo Brandt');
    await theo.page.locator('.row').first().waitFor();
    await openNewTicket(nora);
    await fillInTicket(nora.page, 'Lamp flickers');
    await nora.page.getByRole('button', { name: 'Open ticket' }).click();
    await theo.page.locator('.row', { hasText: 'Lamp flickers' }).getByText('Nora Lind').waitFor();

    await nora.page.getByRole('link', { name: 'your profile' }).click();
    await nora.page.getByLabel('Your name').fill('Nora Berg');
    await nora.page.getByRole('button', { name: 'Save' }).click();
    await theo.page.locator('.row', { hasText: 'Lamp flickers' }).getByText('Nora Berg').waitFor();
    await expect.poll(() => nora.page.locator('.who-name').innerText()).toContain('Nora Berg');
    expect([...nora.complaints, ...theo.complaints]).toEqual([]);
  });

  it('are not there to be sent before what they hold at first is there', async () => {
    const { url } = await startFreshDesk();
    const desk = await openDesk(browser(), url);
    const { page } = desk;
    await signIn(desk, 'Nora Lind');
    const schemas = await holdCalls(page, 'edit_profile.schema');
    await page.getByRole('link', { name: 'your profile' }).click();
    await expect.poll(() => schemas.count).toBe(1);
    expect(await page.getByRole('main').getByRole('status').innerText()).toBe('Loading…');
    expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0);
    await schemas.release(0);
    await page.getByRole('button', { name: 'Save' }).waitFor();
    expect(await page.getByLabel('Your name').inputValue()).toBe('Nora Lind');
    expect(desk.complaints).toEqual([]);
  });

  it('ask for a number before they promise a call, and then tell it to the team', async () => {
    const { url } = await startFreshDesk();
    const nora = await openDesk(browser(), url);
    const { page } = nora;
    await signIn(nora, 'Nora Lind');
    await openNewTicket(nora);
    await fillInTicket(page, 'Lamp burns');
    await page.getByLabel('Now: please call me').check();
    await page.getByRole('button', { name: 'Open ticket' }).click();
    await expect
      .poll(() => page.getByRole('alert').innerText())
      .toBe('We have no number to call. Add one to your profile first.');

    await page.getByRole('link', { name: 'your profile' }).click();
    await expect.poll(() => page.getByLabel('Your name').inputValue()).toBe('Nora Lind');
    await page.getByLabel('Phone').fill('12');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('This is no number that we could call.').waitFor();
    await page.getByLabel('Phone').fill('+49 30 901820');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Pick a ticket').waitFor();

    await openNewTicket(nora);
    await fillInTicket(page, 'Lamp burns');
    await page.getByLabel('Now: please call me').check();
    await page.getByRole('button', { name: 'Open ticket' }).click();
    await page.getByText('call +49 30 901820').waitFor();
    expect(nora.complaints).toEqual([]);
  });
});
