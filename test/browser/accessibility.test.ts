import { expect, it } from 'vitest';
import { describeInBrowser } from './describe-in-browser.js';
import { openDesk, signIn, takePicture } from './desk-browser.js';
import { describedBy, fillInTicket, findBarriers, holdCalls, openNewTicket } from './form-page.js';
import { startFreshDesk } from './start-desk.js';

describeInBrowser('forms of the desk, for everybody', (browser) => {
  async function openAs(name: string, viewport = { width: 1280, height: 800 }) {
    const { url } = await startFreshDesk();
    const desk = await openDesk(browser(), url, viewport);
    await signIn(desk, name);
    return { desk, url, page: desk.page };
  }

  it('a new ticket has no barrier while it is empty, wrong, and sent, and says what is wrong', async () => {
    const { desk, page } = await openAs('Nora Lind');
    await openNewTicket(desk);
    expect(await findBarriers(page)).toEqual([]);

    await page.getByRole('button', { name: 'Open ticket' }).click();
    const title = page.getByRole('textbox', { name: 'In a few words' });
    await expect.poll(() => title.getAttribute('aria-invalid')).toBe('true');
    expect(await describedBy(page, 'In a few words')).toBe('This field is required.');
    expect(await page.locator(':focus').getAttribute('name')).toBe('title');
    expect(await describedBy(page, 'Attachments')).toBe('Up to 3 files of 5 MB.');
    expect(await page.getByRole('radiogroup', { name: 'When do you need an answer?' }).count()).toBe(1);
    expect(await findBarriers(page)).toEqual([]);

    await fillInTicket(page, 'Lamp flickers');
    await page.getByLabel('Now: please call me').check();
    await page.getByRole('button', { name: 'Open ticket' }).click();
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('We have no number to call.');
    expect(await findBarriers(page)).toEqual([]);

    await page.getByLabel('This week').check();
    const submissions = await holdCalls(page, 'new_ticket.submit');
    await page.getByRole('button', { name: 'Open ticket' }).press('Enter');
    await page.getByRole('button', { name: 'Sending…', disabled: true }).waitFor();
    expect(await page.locator(':focus').innerText()).toBe('Sending…');
    expect(await findBarriers(page)).toEqual([]);
    await submissions.release(0);
    await page.getByRole('heading', { name: 'Lamp flickers' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });

  it('a profile has none, and its help is said before what is wrong', async () => {
    const { page } = await openAs('Theo Brandt');
    await page.getByRole('link', { name: 'your profile' }).click();
    await expect.poll(() => page.getByLabel('Your name').inputValue()).toBe('Theo Brandt');
    expect(await findBarriers(page)).toEqual([]);

    await page.getByLabel('Your name').fill('');
    await page.getByLabel('Phone').fill('12');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('This field is required.').waitFor();
    expect(await page.locator(':focus').getAttribute('name')).toBe('name');
    await page.getByLabel('Your name').fill('Theo');
    await page.getByText('This is no number that we could call.').waitFor();
    expect(await describedBy(page, 'Phone')).toMatch(
      /^With the code of the country.* This is no number that we could call\.$/,
    );
    expect(await findBarriers(page)).toEqual([]);

    await page.getByLabel('Phone').fill('');
    const submissions = await holdCalls(page, 'edit_profile.submit');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => submissions.count).toBe(1);
    expect(await findBarriers(page)).toEqual([]);
  });

  it('an order has none, as a table, as a form, and with lines that are wrong', async () => {
    const { page, url } = await openAs('Nora Lind');
    await page.goto(`${url}/tickets/5`);
    await page.getByRole('button', { name: 'Change the order' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Change the order' }).click();
    await page.getByRole('button', { name: 'Add a line' }).click();
    expect(await findBarriers(page)).toEqual([]);

    await page.getByRole('button', { name: 'Save the order' }).click();
    await page.getByText('This field is required.').waitFor();
    expect(await findBarriers(page)).toEqual([]);

    await page.getByLabel('Product').last().selectOption({ label: 'Cord, 2 m' });
    const submissions = await holdCalls(page, 'order_line.formset.submit');
    await page.getByRole('button', { name: 'Save the order' }).click();
    await expect.poll(() => submissions.count).toBe(1);
    expect(await findBarriers(page)).toEqual([]);
  });

  it('all of them fit into a narrow window, also with all that can be wrong', async () => {
    const { page, url, desk } = await openAs('Nora Lind', { width: 360, height: 740 });
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    const forms = [
      { path: '/new', submit: 'Open ticket', field: 'In a few words' },
      { path: '/profile', submit: 'Save', field: 'Your name' },
    ];
    for (const { path, submit, field } of forms) {
      await page.goto(`${url}${path}`);
      await page.getByLabel(field).fill('');
      await page.getByRole('button', { name: submit }).click();
      await page.getByText('This field is required.').first().waitFor();
      expect(await overflow()).toBe(0);
      expect(await findBarriers(page)).toEqual([]);
    }
    await takePicture(desk, 'form-narrow');
    await page.goto(`${url}/tickets/5`);
    await page.getByRole('button', { name: 'Change the order' }).click();
    await page.getByRole('button', { name: 'Add a line' }).click();
    await page.getByRole('button', { name: 'Save the order' }).click();
    await page.getByText('This field is required.').waitFor();
    expect(await overflow()).toBe(0);
    expect(await findBarriers(page)).toEqual([]);
    await takePicture(desk, 'order-narrow');
  });
});
