import { describe, expect, it } from 'vitest';
import { createMizan } from '../create-mizan.js';
import { ada, contactForm, openContact, none } from '../fixture/contact-form.js';
import { useManualTime } from '../fixture/clock.js';
import { ManualTransport } from '../fixture/manual-transport.js';
import { createForm } from './create-form.js';

useManualTime();

const codes = (errors: Readonly<Record<string, { readonly code: string }>>) =>
  Object.entries(errors).map(([path, { code }]) => [path, code]);

describe('what a form holds', () => {
  it('is what the form says at first, and over it what the page says', () => {
    const { form } = openContact({ initial: { name: 'Ada', address: { zip: '1010' } } });
    expect(form.getState()).toMatchObject({
      data: { topic: 'help', name: 'Ada', address: { zip: '1010' } },
      errors: none,
      formErrors: [],
      touched: none,
      isDirty: false,
      isValid: false,
      isSubmitting: false,
      isValidating: false,
      progress: undefined,
      error: undefined,
    });
    expect(form.getState().schema).toMatchObject({ title: 'Contact', submitLabel: 'Send' });
  });

  it('is set field by field, in objects and lists too, and several at once', () => {
    const { form } = openContact({ initial: { address: { zip: '1010' } } });
    form.set('address.street', 'High');
    form.set('lines.0.sku', 'A');
    form.set('lines.1.sku', 'B');
    form.set({ name: 'Ada', urgent: true });
    expect(form.getState().data).toEqual({
      topic: 'help',
      name: 'Ada',
      urgent: true,
      address: { street: 'High', zip: '1010' },
      lines: [{ sku: 'A' }, { sku: 'B' }],
    });
  });

  it('is the same object until something changes, and another then', () => {
    const { form } = openContact();
    const before = form.getState();
    expect(form.getState()).toBe(before);
    form.set('name', 'Ada');
    expect(form.getState()).not.toBe(before);
    expect(before.data).not.toHaveProperty('name');
  });

  it('is dirty while it is other than at first; what is not filled in is the same in any way', () => {
    const { form } = openContact({ initial: { name: 'Ada' } });
    form.set('email', '');
    form.set('urgent', false);
    form.set('address.street', '');
    expect(form.getState().isDirty).toBe(false);
    form.set('name', 'Bo');
    expect(form.getState().isDirty).toBe(true);
    form.set('name', 'Ada');
    expect(form.getState().isDirty).toBe(false);
    form.set('lines.0.qty', 1);
    expect(form.getState().isDirty).toBe(true);
  });

  it('knows a file from another by which it is', () => {
    const photo = new Blob(['a']);
    const { form } = openContact({ initial: { photo } });
    form.set('photo', new Blob(['a']));
    expect(form.getState().isDirty).toBe(true);
    form.set('photo', photo);
    expect(form.getState().isDirty).toBe(false);
  });

  it('begins anew, with what it held at first or with something else, which then counts as that', () => {
    const { form } = openContact({ initial: { name: 'Ada' } });
    form.set('name', 'toolong');
    form.touch('name');
    form.reset();
    expect(form.getState()).toMatchObject({
      data: { name: 'Ada' },
      errors: none,
      touched: none,
      isDirty: false,
    });
    form.reset({ name: 'Bo' });
    expect(form.getState()).toMatchObject({ data: { name: 'Bo', topic: 'help' }, isDirty: false });
    form.set('name', 'Cy');
    form.reset();
    expect(form.getState().data).toEqual({ name: 'Bo', topic: 'help' });
  });
});

describe('what is wrong without asking the server', () => {
  it('is shown of fields that were left, and follows what is typed', () => {
    const { form } = openContact();
    form.set('name', 'toolong');
    expect(form.getState()).toMatchObject({ errors: none, isValid: false });
    form.touch('name');
    expect(form.getState()).toMatchObject({
      errors: { name: { code: 'max_length', message: 'name: max_length' } },
      touched: { name: true },
    });
    form.set('name', '');
    expect(codes(form.getState().errors)).toEqual([['name', 'required']]);
    form.set('name', 'Ada');
    expect(form.getState().errors).toEqual({});
  });

  it('is shown at once where something is chosen and not typed', () => {
    const { form } = openContact();
    form.set('tags', ['good', 'bad']);
    // One of several values: the field is what is wrong.
    expect(codes(form.getState().errors)).toEqual([['tags', 'invalid_choice']]);
  });

  it('is all shown after a submission, in the order of the form, and nothing is sent', async () => {
    const { form, transport } = openContact();
    form.set('lines', [{ sku: 'A' }, {}, {}]);
    const result = await form.submit();
    const expected = [
      ['name', 'required'],
      ['email', 'required'],
      ['lines.1.sku', 'required'],
      ['lines.2.sku', 'required'],
    ];
    expect(codes(form.getState().errors)).toEqual(expected);
    expect(result).toMatchObject({ success: false, firstError: 'name', error: undefined });
    form.set({ name: 'Ada', email: 'a@b' });
    expect(await form.submit()).toMatchObject({ firstError: 'lines.1.sku' });
    expect(transport.calls).toEqual([]);
  });

  it('is said in the words of the page', () => {
    const said: object[] = [];
    const { form } = openContact({
      messages: (error) => {
        said.push(error);
        return `${error.label}?`;
      },
    });
    form.touch('name');
    expect(form.getState().errors['name']).toEqual({ code: 'required', message: 'Your name?' });
    expect(said[0]).toEqual({
      code: 'required',
      constraint: 'required',
      args: [5],
      field: 'name',
      label: 'Your name',
      message: 'name: required',
    });
  });

  it('is shown after a submission only, where nothing is to be checked while somebody types', async () => {
    const { form, transport } = openContact({}, { liveValidation: false });
    form.touch('name');
    expect(form.getState().errors).toEqual({});
    await form.submit();
    expect(Object.keys(form.getState().errors)).toEqual(['name', 'email']);
    form.set('name', 'Ada');
    expect(Object.keys(form.getState().errors)).toEqual(['email']);
    expect(transport.calls).toEqual([]);
  });

  it('cannot be found asynchronously', () => {
    const schema = contactForm().form.schema;
    const { form } = openContact(
      {},
      {
        schema: {
          '~standard': { ...schema['~standard'], validate: () => Promise.resolve({ value: {} }) },
        },
      },
    );
    expect(() => form.getState()).toThrow('must be synchronous');
  });
});

it('tells each who listens once, until he does not, however often one listener came', () => {
  const form = createForm(createMizan({ transport: new ManualTransport() }), contactForm(), { initial: ada });
  let told = 0;
  const listener = () => void (told += 1);
  const [leave, leaveAgain] = [form.subscribe(listener), form.subscribe(listener)];
  form.set('name', 'Bo');
  expect(told).toBe(2);
  leave();
  leave();
  form.set('name', 'Cy');
  expect(told).toBe(3);
  leaveAgain();
  form.set('name', 'Di');
  expect(told).toBe(3);
});
