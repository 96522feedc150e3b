import { expect, it } from 'vitest';
import { describeInBrowser } from './describe-in-browser.js';
import { openDesk, settle, signIn, takePicture } from './desk-browser.js';
import { startFreshDesk } from './start-desk.js';

// The seed: one brass lamp and two bulbs are ordered with ticket 5.
describeInBrowser('the order of a ticket', (browser) => {
  async function openOrder() {
    const { url } = await startFreshDesk();
    const desk = await openDesk(browser(), url);
    const { page } = desk;
    await signIn(desk, 'Nora Lind');
    await page.goto(`${url}/tickets/5`);
    await page.getByRole('button', { name: 'Change the order' }).click();
    const line = (number: number) => page.getByRole('group', { name: `Order line ${number}`, exact: true });
    await line(1).getByLabel('Product').getByRole('option', { name: 'Shade' }).waitFor({ state: 'attached' });
    return { desk, page, line, total: () => page.locator('[data-total]').innerText() };
  }

  it('is changed line by line, with a total that follows, and saved as it stands', async () => {
    const { desk, page, line, total } = await openOrder();
    expect(await total()).toBe('€102.80');
    await page.getByRole('button', { name: 'Add a line' }).click();
    await line(3).getByLabel('Product').selectOption({ label: 'Shade, linen' });
    await line(3).getByLabel('Quantity').fill('2');
    expect(await total()).toBe('€171.80');
    await page.getByRole('button', { name: 'Move line 3 up' }).click();
    expect(await line(2).getByLabel('Quantity').inputValue()).toBe('2');
    expect(await line(2).getByLabel('Product').inputValue()).toBe('SHADE-3');
    await page.getByRole('button', { name: 'Remove line 1' }).click();
    expect(await total()).toBe('€82.80');
    await takePicture(desk, 'order');

    desk.forget();
    await page.getByRole('button', { name: 'Save the order' }).click();
    await page.getByRole('table', { name: 'Order' }).waitFor();
    await expect
      .poll(() => page.locator('.order-table tr').allInnerTexts())
      .toEqual(['2 ×\tShade, linen\t€69.00', '2 ×\tBulb, warm white\t€13.80', '\tTotal\t€82.80']);
    await settle(desk);
    expect(desk.wire.filter((what) => what.endsWith('submit'))).toEqual(['call order_line.formset.submit']);
    expect(desk.complaints).toEqual([]);
  });

  it('is changed with the keyboard alone: the focus goes along with what is moved, and is never lost', async () => {
    const { desk, page, line } = await openOrder();
    const focused = page.locator(':focus');
    await page.getByRole('button', { name: 'Move line 1 down' }).press('Enter');
    expect(await line(2).getByLabel('Product').inputValue()).toBe('LAMP-1');
    expect(await focused.getAttribute('aria-label')).toBe('Move line 2 down');
    await page.getByRole('button', { name: 'Move line 2 up' }).press('Enter');
    expect(await focused.getAttribute('aria-label')).toBe('Move line 1 up');
    await page.getByRole('button', { name: 'Remove line 1' }).press('Enter');
    expect(await focused.innerText()).toBe('Add a line');
    expect(await line(1).getByLabel('Product').inputValue()).toBe('BULB-4');
    expect(await page.getByRole('button', { name: 'Remove line 1' }).isDisabled()).toBe(true);
    await focused.press('Enter');
    await line(2).getByLabel('Product').selectOption('CORD-2');
    await line(2).getByLabel('Quantity').press('Enter');
    await expect
      .poll(() => page.locator('.order-table tr').allInnerTexts())
      .toEqual(['2 ×\tBulb, warm white\t€13.80', '1 ×\tCord, 2 m\t€12.90', '\tTotal\t€26.70']);
    expect(desk.complaints).toEqual([]);
  });

  it('says of each line what is wrong with it, and keeps the order as it was', async () => {
    const { desk, page, line } = await openOrder();
    await page.getByRole('button', { name: 'Add a line' }).click();
    await line(2).getByLabel('Quantity').fill('0');
    await page.getByRole('button', { name: 'Save the order' }).click();
    await line(2).getByText('Enter 1 or more.').waitFor();
    await line(3).getByText('This field is required.').waitFor();
    expect(await line(1).locator('.error').count()).toBe(0);
    const focused = page.locator(':focus');
    expect(await focused.inputValue()).toBe('0');
    expect(await line(2).getByLabel('Quantity').getAttribute('aria-invalid')).toBe('true');

    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect
      .poll(() => page.locator('.order-table tr').allInnerTexts())
      .toEqual(['1 ×\tDesk lamp, brass\t€89.00', '2 ×\tBulb, warm white\t€13.80', '\tTotal\t€102.80']);
    expect(desk.complaints).toEqual([]);
  });
});
