import { describe, expect, it, vi } from 'vitest';
import { ada, contactFields, none, openContact, wrong } from '../fixture/contact-form.js';
import { tick, useManualTime } from '../fixture/clock.js';
import { nth } from '../fixture/manual-transport.js';

useManualTime();

const pause = () => vi.advanceTimersByTimeAsync(300);

/** A form with rows of which each sku was left, and the second was refused by the server. */
async function openWithRows() {
  const lines = [{ sku: 'A' }, { sku: 'B' }, { sku: 'C' }] as const;
  const page = openContact({ initial: { ...ada, lines: [...lines] } });
  for (const index of ['0', '1'] as const) page.form.touch(`lines.${index}.sku`);
  await pause();
  nth(page.sent('validate'), 0).answer({ result: wrong({ 'lines.1.sku': 'unknown' }) });
  await tick();
  return { ...page, lines };
}

describe('the rows of a list in a form', () => {
  it('that were removed do not come back when the form is shown otherwise', async () => {
    const { form, sent } = openContact({ initial: ada }, { refetchSchemaOnValidate: true });
    form.set('lines', [{}, {}]);
    form.set('lines.0.sku', 'A');
    form.set('lines.1.sku', 'B');
    form.set('lines', [{ sku: 'B' }]);
    nth(sent('schema'), 0).answer({
      result: {
        title: 'Kontakt',
        subtitle: null,
        submit_label: 'Senden',
        fields: [{ name: 'name', label: 'Name', help_text: '', initial: 'Eve', choices: null }],
      },
    });
    await tick();
    expect(form.getState().schema.title).toBe('Kontakt');
    expect(form.getState().data).toMatchObject({ lines: [{ sku: 'B' }] });
    form.set('lines.0.sku', 'C');
    form.set('name', 'Bo');
    form.touch('name');
    await pause();
    nth(sent('validate'), 0).answer({ result: wrong({}) });
    await tick();
    nth(sent('schema'), 1).answer({ result: { title: '', subtitle: null, submit_label: '', fields: [] } });
    await tick();
    expect(form.getState().data).toMatchObject({ lines: [{ sku: 'C' }] });
  });

  it('take what is known of them along wherever they are moved', async () => {
    const { form, lines } = await openWithRows();
    const [first, second, third] = lines;
    form.set('lines', [third, second, first]);
    expect(form.getState()).toMatchObject({
      errors: { 'lines.1.sku': { code: 'unknown' } },
      touched: { 'lines.1.sku': true, 'lines.2.sku': true },
    });
    form.set('lines', [second]);
    expect(Object.keys(form.getState().errors)).toEqual(['lines.0.sku']);
    expect(Object.keys(form.getState().touched)).toEqual(['lines.0.sku']);
  });

  it('leave nothing behind for a row that is added in the place of one that was removed', async () => {
    const { form, lines } = await openWithRows();
    form.set('lines', [lines[0]]);
    form.set('lines', [lines[0], {}]);
    expect(form.getState()).toMatchObject({ errors: none, isValid: false });
    expect(Object.keys(form.getState().touched)).toEqual(['lines.0.sku']);
    form.set('lines', undefined);
    expect(form.getState().touched).toEqual({});
  });

  it('are the same when all were made anew', async () => {
    const { form, lines } = await openWithRows();
    form.set(
      'lines',
      [...lines].map((line) => ({ ...line, qty: 1 })),
    );
    expect(form.getState()).toMatchObject({ touched: { 'lines.0.sku': true, 'lines.1.sku': true } });
    expect(form.getState().errors).toMatchObject({ 'lines.1.sku': { code: 'unknown' } });
  });
});

it('forgets with the next change what the server says of a field that the form does not have', async () => {
  const { form, sent } = openContact({ initial: ada });
  void form.submit();
  nth(sent('submit'), 0).answer({
    result: { success: false, errors: wrong({ other: 'odd', email: 'taken' }) },
  });
  await tick();
  expect(Object.keys(form.getState().errors)).toEqual(['email', 'other']);
  form.set('name', 'Bo');
  expect(Object.keys(form.getState().errors)).toEqual(['email']);
});

it('knows fields that are named as what objects have anyway', async () => {
  const named = contactFields.slice(0, 1).map((field) => ({ ...field, name: 'constructor' }));
  const { form, sent } = openContact(
    {},
    {
      fields: named,
      schema: {
        '~standard': {
          version: 1,
          vendor: 'test',
          validate: () => ({
            issues: [{ path: ['constructor'], message: 'No', params: { code: 'required' } }],
          }),
        },
      },
    },
  );
  const { errors, touched } = form.getState();
  expect(errors['constructor']).toBe(undefined);
  expect(touched['constructor']).toBe(undefined);
  expect(await form.submit()).toMatchObject({ success: false, firstError: 'constructor' });
  expect(sent('submit')).toEqual([]);
  expect(form.getState().errors).toMatchObject({ constructor: { code: 'required' } });
});

it('takes a key in a form of a thousand fields that are all wrong as quickly as somebody types', async () => {
  const fields = Array.from({ length: 1000 }, (_, index) => ({
    ...nth(contactFields, 0),
    name: `group.f${index}`,
  }));
  const issues = fields.map(({ name }) => ({ path: name.split('.'), message: 'No' }));
  const { form } = openContact(
    {},
    { fields, schema: { '~standard': { version: 1, vendor: 'test', validate: () => ({ issues }) } } },
  );
  await form.submit();
  vi.useRealTimers();
  const begun = performance.now();
  for (let key = 0; key < 10; key += 1) {
    form.set('name', String(key));
    expect(form.getState().isValid).toBe(false);
  }
  expect(Object.keys(form.getState().errors)).toEqual(fields.map(({ name }) => name));
  // A field that is looked for in a list of all takes four times as long as this allows.
  expect((performance.now() - begun) / 10).toBeLessThan(50);
});
