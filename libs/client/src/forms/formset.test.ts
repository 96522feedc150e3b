import { describe, expect, it, vi } from 'vitest';
import { ada, type ContactInput, none, openFormset, wrong } from '../fixture/contact-form.js';
import { tick, useManualTime } from '../fixture/clock.js';
import { nth } from '../fixture/manual-transport.js';
import type { FormsetStore } from './formset-store.js';

useManualTime();

const bo = { name: 'Bo', email: 'bo@example.org' };
const cy = { name: 'Cy', email: 'cy@example.org' };
/** As they come from the server. */
const known = [
  { ...ada, id: 1 },
  { ...bo, id: 2 },
];

const rowsOf = (formset: FormsetStore<ContactInput>) => formset.getState().rows;
const keyOf = (formset: FormsetStore<ContactInput>, index: number) => nth(rowsOf(formset), index).key;
const namesOf = (formset: FormsetStore<ContactInput>) => rowsOf(formset).map(({ data }) => data.name);
const refused = (general: readonly string[], ...rows: readonly Readonly<Record<string, string>>[]) => ({
  result: { success: false, errors: { general, per_form: rows.map(wrong) } },
});
const accepted = { result: { success: true } };

describe('the rows of a formset', () => {
  it('are those that the page says, and empty ones up to as many as there must be', () => {
    const { formset } = openFormset({ initial: [ada] }, { min: 2, max: 3 });
    expect(rowsOf(formset).map(({ data }) => data)).toEqual([{ ...ada, topic: 'help' }, { topic: 'help' }]);
    expect(formset.getState()).toMatchObject({ canAdd: true, canRemove: false, isDirty: false });
  });

  it('keep their keys, with all that is known of them, wherever they are moved', () => {
    const { formset } = openFormset({ initial: [ada, bo, cy] });
    const keys = rowsOf(formset).map(({ key }) => key);
    expect(new Set(keys).size).toBe(3);
    formset.set(nth(keys, 1), 'name', 'toolong');
    formset.touch(nth(keys, 1), 'name');
    const row = rowsOf(formset)[1];
    formset.move(nth(keys, 1), 0);
    expect(rowsOf(formset).map(({ key }) => key)).toEqual([keys[1], keys[0], keys[2]]);
    expect(rowsOf(formset)[0]).toBe(row);
    expect(row?.errors).toMatchObject({ name: { code: 'max_length' } });
    formset.remove(nth(keys, 0));
    const added = formset.add(bo);
    expect(rowsOf(formset).map(({ key }) => key)).toEqual([keys[1], keys[2], added]);
    expect(keys).not.toContain(added);
    formset.move(nth(keys, 1), 99);
    expect(namesOf(formset)).toEqual(['Cy', 'Bo', 'toolong']);
  });

  it('are the same objects while nothing of them changes', () => {
    const { formset } = openFormset({ initial: [ada, bo] });
    const [first, second] = rowsOf(formset);
    formset.set(keyOf(formset, 1), 'name', 'Cy');
    expect(rowsOf(formset)[0]).toBe(first);
    expect(rowsOf(formset)[1]).not.toBe(second);
  });

  it('are as many as there may be, and no fewer than there must be', () => {
    const { formset } = openFormset({ initial: [ada] }, { min: 1, max: 2 });
    formset.remove(keyOf(formset, 0));
    expect(namesOf(formset)).toEqual(['Ada']);
    expect(formset.add(bo)).toBeDefined();
    expect(formset.add(cy)).toBeUndefined();
    expect(formset.getState()).toMatchObject({ canAdd: false, canRemove: true, canMove: false });
    formset.move(keyOf(formset, 1), 0);
    expect(namesOf(formset)).toEqual(['Ada', 'Bo']);
  });

  it.each<[string, (formset: FormsetStore<ContactInput>) => void]>([
    ['typed', (formset) => formset.set(keyOf(formset, 0), 'name', 'Eve')],
    ['added', (formset) => void formset.add()],
    ['removed', (formset) => formset.remove(keyOf(formset, 0))],
    ['moved', (formset) => formset.move(keyOf(formset, 0), 1)],
  ])('make it dirty when something is %s, until it begins anew', (_what, act) => {
    const { formset } = openFormset({ initial: known });
    expect(formset.getState().isDirty).toBe(false);
    act(formset);
    expect(formset.getState().isDirty).toBe(true);
    formset.reset();
    expect(formset.getState().isDirty).toBe(false);
    expect(namesOf(formset)).toEqual(['Ada', 'Bo']);
  });

  it('that are gone take no input', () => {
    const { formset } = openFormset({ initial: known });
    const key = keyOf(formset, 0);
    formset.remove(key);
    const before = rowsOf(formset)[0];
    formset.set(key, 'name', 'Eve');
    formset.touch(key, 'name');
    formset.move(key, 0);
    formset.remove(key);
    expect(rowsOf(formset)[0]).toBe(before);
    expect(namesOf(formset)).toEqual(['Bo']);
  });

  it('are looked at by the server one by one, while somebody types', async () => {
    const { formset, sent } = openFormset({ initial: [ada, bo] });
    const [first, second] = [keyOf(formset, 0), keyOf(formset, 1)];
    formset.touch(first, 'name');
    formset.touch(second, 'email');
    await vi.advanceTimersByTimeAsync(300);
    expect(sent('validate').map(({ request }) => request.args)).toEqual([
      { data: { ...ada, topic: 'help' }, only: ['name'] },
      { data: { ...bo, topic: 'help' }, only: ['email'] },
    ]);
    expect(formset.getState().isValidating).toBe(true);
    formset.move(second, 0);
    nth(sent('validate'), 1).answer({ result: wrong({ email: 'taken' }) });
    await tick();
    expect(nth(rowsOf(formset), 0)).toMatchObject({ key: second, errors: { email: { code: 'taken' } } });
    expect(nth(rowsOf(formset), 1)).toMatchObject({ key: first, errors: none });
    formset.remove(first);
    expect(nth(sent('validate'), 0).signal?.aborted).toBe(true);
    expect(formset.getState().isValidating).toBe(false);
  });

  it('that were added while somebody looks are looked at, too, and not when nobody does', async () => {
    const { formset, sent, leave } = openFormset();
    const key = formset.add(ada) ?? '';
    formset.touch(key, 'name');
    await vi.advanceTimersByTimeAsync(300);
    expect(sent('validate')).toHaveLength(1);
    leave();
    expect(nth(sent('validate'), 0).signal?.aborted).toBe(true);
    formset.touch(formset.add(bo) ?? '', 'name');
    await vi.advanceTimersByTimeAsync(300);
    expect(sent('validate')).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('submitting a formset', () => {
  it('sends rows in their order, says it, and says which that the server knows are to go', async () => {
    const { formset, sent } = openFormset({ initial: known });
    const added = formset.add(cy) ?? '';
    formset.move(added, 0);
    formset.remove(keyOf(formset, 1));
    void formset.submit();
    expect(nth(sent('formset.submit'), 0).request.args).toEqual({
      forms: [
        { ...cy, topic: 'help', ORDER: 1 },
        { ...bo, topic: 'help', id: 2, ORDER: 2 },
        { ...ada, topic: 'help', id: 1, DELETE: true },
      ],
    });
  });

  it('says neither where it may not be said, and nothing of rows that the server never knew', () => {
    const plain = openFormset({ initial: known }, { min: 0, max: 4 });
    plain.formset.remove(keyOf(plain.formset, 0));
    void plain.formset.submit();
    expect(nth(plain.sent('formset.submit'), 0).request.args).toEqual({
      forms: [{ ...bo, topic: 'help', id: 2 }],
    });

    const withNew = openFormset({ initial: [ada] }, { min: 0, max: 4, canDelete: true });
    const added = withNew.formset.add({ ...cy, topic: 'x' }) ?? '';
    withNew.formset.remove(added);
    withNew.formset.remove(keyOf(withNew.formset, 0));
    void withNew.formset.submit();
    expect(nth(withNew.sent('formset.submit'), 0).request.args).toEqual({ forms: [] });
  });

  it('says nothing of rows that name only what they belong to', () => {
    const line = { ...ada, ticket_id: 7 };
    const { formset, sent } = openFormset({ initial: [line, { ...bo, id: 1 }] });
    formset.remove(keyOf(formset, 0));
    void formset.submit();
    expect(nth(sent('formset.submit'), 0).request.args).toEqual({
      forms: [{ ...bo, id: 1, topic: 'help', ORDER: 1 }],
    });
  });

  it('counts rows that are to go as gone', () => {
    const { formset } = openFormset({ initial: known }, { min: 0, max: 2, canDelete: true });
    expect(formset.getState().canAdd).toBe(false);
    formset.remove(keyOf(formset, 0));
    expect(formset.getState().canAdd).toBe(true);
  });

  it('that is accepted is what was there before, and rows to go are gone', async () => {
    let told = 0;
    const { formset, sent } = openFormset({ initial: known, onSuccess: () => void (told += 1) });
    formset.remove(keyOf(formset, 0));
    const result = formset.submit();
    nth(sent('formset.submit'), 0).answer(accepted);
    expect(await result).toEqual({ success: true });
    expect(told).toBe(1);
    expect(formset.getState()).toMatchObject({ isDirty: false, isSubmitting: false });
    formset.set(keyOf(formset, 0), 'email', bo.email);
    void formset.submit();
    expect(nth(sent('formset.submit'), 1).request.args).toMatchObject({ forms: [{ name: 'Bo' }] });
  });

  it('that is accepted is not sent once more until something of it is changed', async () => {
    let told = 0;
    const { formset, sent } = openFormset({ initial: known, onSuccess: () => void (told += 1) });
    formset.add(cy);
    const first = formset.submit();
    nth(sent('formset.submit'), 0).answer(accepted);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(formset.submit()).toBe(first);
    expect([sent('formset.submit').length, told]).toEqual([1, 1]);
    formset.move(keyOf(formset, 2), 0);
    void formset.submit();
    nth(sent('formset.submit'), 1).answer(accepted);
    await tick();
    formset.reset();
    void formset.submit();
    expect(sent('formset.submit')).toHaveLength(3);
  });

  it.each<[string, (formset: FormsetStore<ContactInput>) => void]>([
    ['typed', (formset) => formset.set(keyOf(formset, 0), 'name', 'Eve')],
    ['added', (formset) => void formset.add(cy)],
    ['removed', (formset) => formset.remove(keyOf(formset, 0))],
  ])('is another one when something was %s before it was accepted', async (_what, act) => {
    const { formset, sent } = openFormset({ initial: known });
    void formset.submit();
    act(formset);
    nth(sent('formset.submit'), 0).answer(accepted);
    await tick();
    void formset.submit();
    expect(sent('formset.submit')).toHaveLength(2);
  });

  it('keeps for the next time what was taken away while it was under way', async () => {
    const { formset, sent } = openFormset({ initial: known });
    void formset.submit();
    formset.remove(keyOf(formset, 0));
    nth(sent('formset.submit'), 0).answer(accepted);
    await tick();
    expect(formset.getState().isDirty).toBe(true);
    void formset.submit();
    expect(nth(sent('formset.submit'), 1).request.args).toMatchObject({
      forms: [{ name: 'Bo' }, { name: 'Ada', DELETE: true }],
    });
  });

  it('that is not accepted says what is wrong with which row, wherever it is by then', async () => {
    const { formset, sent } = openFormset({ initial: known });
    const [first, second] = [keyOf(formset, 0), keyOf(formset, 1)];
    const result = formset.submit();
    formset.move(second, 0);
    const third = formset.add(cy);
    nth(sent('formset.submit'), 0).answer(refused(['Too many Bos'], { name: 'odd' }, { email: 'taken' }));
    expect(await result).toEqual({
      success: false,
      general: [{ code: 'invalid', message: 'Too many Bos' }],
      rows: {
        [first]: { name: { code: 'odd', message: 'odd!' } },
        [second]: { email: { code: 'taken', message: 'taken!' } },
      },
      firstError: { key: second, path: 'email' },
      error: undefined,
    });
    expect(rowsOf(formset).map(({ key, errors }) => [key, Object.keys(errors)])).toEqual([
      [second, ['email']],
      [first, ['name']],
      [third, []],
    ]);
    expect(formset.getState()).toMatchObject({ isValid: false, errors: [{ message: 'Too many Bos' }] });
    formset.set(first, 'name', 'Eve');
    expect(formset.getState()).toMatchObject({ isValid: false, errors: [] });
    formset.remove(second);
    expect(formset.getState().isValid).toBe(true);
  });

  it('says with what is wrong with all of them why a row cannot go', async () => {
    const { formset, sent } = openFormset({ initial: known });
    formset.remove(keyOf(formset, 0));
    const result = formset.submit();
    nth(sent('formset.submit'), 0).answer(refused(['No'], {}, { id: 'in_use', __all__: 'never' }));
    expect(await result).toMatchObject({
      success: false,
      general: [{ message: 'No' }, { code: 'never' }, { code: 'in_use', message: 'in_use!' }],
    });
    expect(formset.getState()).toMatchObject({ isValid: false, errors: [{}, {}, { code: 'in_use' }] });
  });

  it('has rows that were added meanwhile looked at when it is over', async () => {
    const { formset, sent } = openFormset({ initial: known });
    void formset.submit();
    const added = formset.add(cy) ?? '';
    formset.touch(added, 'name');
    await vi.advanceTimersByTimeAsync(300);
    expect(sent('validate')).toEqual([]);
    nth(sent('formset.submit'), 0).answer(accepted);
    await vi.advanceTimersByTimeAsync(300);
    expect(sent('validate').map(({ request }) => request.args)).toMatchObject([
      { data: { name: 'Cy' }, only: ['name'] },
    ]);
  });

  it('that is wrong without asking anybody is not sent', async () => {
    const { formset, transport } = openFormset({ initial: [ada, {}] });
    expect(await formset.submit()).toMatchObject({
      success: false,
      firstError: { key: keyOf(formset, 1), path: 'name' },
      rows: { [keyOf(formset, 1)]: { name: { code: 'required' }, email: { code: 'required' } } },
    });
    expect(transport.calls).toEqual([]);
    expect(Object.keys(nth(rowsOf(formset), 1).errors)).toEqual(['name', 'email']);
    // What else is wrong with this row, only the server knows.
    await vi.advanceTimersByTimeAsync(300);
    expect(transport.calls.map(({ request }) => request.args)).toMatchObject([{ data: { topic: 'help' } }]);
  });

  it('is one, has a key for its content, and can be given up', async () => {
    const { formset, sent } = openFormset({ initial: known });
    const before = formset.getState();
    const first = formset.submit();
    expect(formset.submit()).toBe(first);
    formset.cancel();
    expect(await first).toMatchObject({ success: false, error: { code: 'ABORTED' } });
    expect(formset.getState()).toEqual(before);
    void formset.submit();
    const [one, same] = sent('formset.submit');
    expect(same?.request.idempotencyKey).toBe(one?.request.idempotencyKey);
    same?.fail(new TypeError('fetch failed'));
    await tick();
    expect(formset.getState()).toMatchObject({ error: { code: 'NETWORK_ERROR' }, isSubmitting: false });
    formset.move(keyOf(formset, 1), 0);
    void formset.submit();
    expect(nth(sent('formset.submit'), 2).request.idempotencyKey).not.toBe(one?.request.idempotencyKey);
  });
});
