import { describe, expect, it, vi } from 'vitest';
import { createMizan } from '../create-mizan.js';
import { MizanError } from '../mizan-error.js';
import { ada, contactForm, openContact, type SentCall, wrong, none } from '../fixture/contact-form.js';
import { tick, useManualTime } from '../fixture/clock.js';
import { ManualTransport, nth } from '../fixture/manual-transport.js';
import { createForm } from './create-form.js';

useManualTime();

const pause = () => vi.advanceTimersByTimeAsync(300);
const answer = async (call: SentCall, codes: Readonly<Record<string, string>>) => {
  call.answer({ result: wrong(codes) });
  await tick();
};

describe('what the server thinks while somebody types', () => {
  it('is asked when he pauses, of the fields that he left', async () => {
    const { form, sent } = openContact({ initial: ada });
    form.set('name', 'Bo');
    await pause();
    expect(sent('validate')).toEqual([]);
    form.touch('name');
    await vi.advanceTimersByTimeAsync(200);
    form.set('name', 'Bob');
    await vi.advanceTimersByTimeAsync(299);
    expect(sent('validate')).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(nth(sent('validate'), 0).request.args).toEqual({
      data: { ...ada, topic: 'help', name: 'Bob' },
      only: ['name'],
    });
    expect(form.getState().isValidating).toBe(true);
    await answer(nth(sent('validate'), 0), { name: 'taken' });
    expect(form.getState()).toMatchObject({
      isValidating: false,
      isValid: false,
      errors: { name: { code: 'taken', message: 'taken!' } },
    });
  });

  it('is not asked of what is wrong already, nor of files, which are not sent either', async () => {
    const { form, sent } = openContact({ initial: ada });
    form.set('photo', new Blob(['x']));
    form.set('name', 'toolong');
    form.touch('name');
    await pause();
    expect(sent('validate')).toEqual([]);
    form.touch('email');
    await pause();
    expect(nth(sent('validate'), 0).request.args).toEqual({
      data: { ...ada, topic: 'help', name: 'toolong' },
      only: ['email'],
    });
  });

  it('leaves with the value it was about, and comes back with nothing but a newer answer', async () => {
    const { form, sent } = openContact({ initial: ada });
    form.touch('name');
    form.touch('email');
    await pause();
    await answer(nth(sent('validate'), 0), { name: 'taken', email: 'taken' });
    form.set('name', 'Bo');
    expect(Object.keys(form.getState().errors)).toEqual(['email']);
    await pause();
    await answer(nth(sent('validate'), 1), { email: 'taken' });
    expect(Object.keys(form.getState().errors)).toEqual(['email']);
  });

  it('counts for what was asked and not typed since', async () => {
    const { form, sent } = openContact({ initial: ada });
    form.touch('name');
    form.touch('email');
    await pause();
    form.set('name', 'Bo');
    await answer(nth(sent('validate'), 0), { name: 'taken', email: 'taken' });
    expect(Object.keys(form.getState().errors)).toEqual(['email']);
  });

  it('holds for a value that was typed again', async () => {
    const { form, sent } = openContact({ initial: ada });
    form.touch('name');
    await pause();
    form.set('name', 'Bo');
    form.set('name', 'Ada');
    await answer(nth(sent('validate'), 0), { name: 'taken' });
    expect(Object.keys(form.getState().errors)).toEqual(['name']);
  });

  it('is that of the newest request: older ones are given up, and their answers are nobody’s', async () => {
    const { form, sent } = openContact({ initial: ada });
    form.touch('name');
    await pause();
    form.set('name', 'Bo');
    await pause();
    const [older, newer] = [nth(sent('validate'), 0), nth(sent('validate'), 1)];
    expect(older.signal?.aborted).toBe(true);
    await answer(newer, {});
    await answer(older, { name: 'taken' });
    expect(form.getState()).toMatchObject({ errors: none, isValidating: false });
  });

  it('is not known when it cannot be asked, which a submission will tell', async () => {
    const { form, sent } = openContact({ initial: ada });
    form.touch('name');
    await pause();
    nth(sent('validate'), 0).fail(new MizanError('TOO_MANY_REQUESTS', 'Slow down', 429));
    await tick();
    expect(form.getState()).toMatchObject({ isValidating: false, error: undefined, errors: none });
    form.set('name', 'Bo');
    await pause();
    expect(sent('validate')).toHaveLength(2);
  });

  it('is about the form as a whole where the form wants it, until anything changes', async () => {
    const { form, sent } = openContact({ initial: ada }, { liveFormErrors: true });
    form.set('topic', 'sales');
    await pause();
    await answer(nth(sent('validate'), 0), { __all__: 'never' });
    expect(form.getState()).toMatchObject({
      formErrors: [{ code: 'never', message: 'never!' }],
      isValid: false,
    });
    form.set('name', 'Bo');
    expect(form.getState().formErrors).toEqual([]);
    await pause();
    form.set('name', 'Bob');
    await answer(nth(sent('validate'), 1), { __all__: 'never' });
    expect(form.getState().formErrors).toEqual([]);
  });

  it('is in its own words where ours are in another language', async () => {
    const { form, sent } = openContact({}, { translated: true, fields: contactForm().form.fields });
    form.touch('name');
    await pause();
    expect(nth(sent('validate'), 0).request.args).toMatchObject({ only: ['name'] });
    await answer(nth(sent('validate'), 0), { name: 'required' });
    expect(form.getState().errors['name']?.message).toBe('required!');
    await form.submit();
    expect(sent('submit')).toEqual([]);
    await pause();
    expect(nth(sent('validate'), 1).request.args).toMatchObject({
      only: expect.arrayContaining(['name', 'email']),
    });
  });

  it('is asked of all fields after a submission', async () => {
    const { form, sent } = openContact();
    await form.submit();
    form.set({ name: 'Ada' });
    await pause();
    expect(nth(sent('validate'), 0).request.args).toMatchObject({
      only: ['name', 'topic', 'urgent', 'address.street', 'address.zip', 'lines', 'tags'],
    });
  });

  it('takes what a path of flat names says for the field that shows it', async () => {
    const { form, sent } = openContact({ initial: { ...ada, tags: ['x', 'y'], lines: [{ sku: 'A' }] } });
    form.set('tags', ['x', 'z']);
    form.touch('lines.0.sku');
    await pause();
    await answer(nth(sent('validate'), 0), { 'lines.0.sku': 'sold', 'tags.1': 'invalid_choice' });
    expect(Object.keys(form.getState().errors)).toEqual(['lines.0.sku', 'tags']);
    form.set('lines', [{ sku: 'B' }]);
    expect(Object.keys(form.getState().errors)).toEqual(['tags']);
  });
});

describe('a form that nobody shows', () => {
  it('asks nothing, and is owed an answer when it is shown again', async () => {
    const transport = new ManualTransport();
    const form = createForm(createMizan({ transport }), contactForm(), { initial: ada });
    form.touch('name');
    await pause();
    expect(transport.calls).toEqual([]);
    const leave = form.subscribe(() => undefined);
    await pause();
    expect(transport.calls).toHaveLength(1);
    leave();
    expect(nth(transport.calls, 0).signal?.aborted).toBe(true);
    expect(form.getState().isValidating).toBe(false);
    await answer(nth(transport.calls, 0), { name: 'taken' });
    expect(form.getState().errors).toEqual({});
    form.subscribe(() => undefined);
    await pause();
    await answer(nth(transport.calls, 1), { name: 'taken' });
    expect(Object.keys(form.getState().errors)).toEqual(['name']);
  });

  it('leaves no timer behind', async () => {
    const form = createForm(createMizan({ transport: new ManualTransport() }), contactForm());
    const leave = form.subscribe(() => undefined);
    form.touch('email');
    expect(vi.getTimerCount()).toBe(1);
    leave();
    expect(vi.getTimerCount()).toBe(0);
  });
});
