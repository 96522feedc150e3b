import { describe, expect, it, vi } from 'vitest';
import { createMizan } from '../create-mizan.js';
import { MizanError } from '../mizan-error.js';
import {
  ada,
  type ContactDescription,
  contactFields,
  contactForm,
  openContact,
  type SentCall,
  wrong,
  none,
} from '../fixture/contact-form.js';
import { tick, useManualTime } from '../fixture/clock.js';
import { ManualTransport, nth } from '../fixture/manual-transport.js';
import { createForm } from './create-form.js';

useManualTime();

/** The topic is another for each who asks. */
const perRequest: Partial<ContactDescription> = {
  fields: contactFields.map(({ initial, ...field }) =>
    field.name === 'topic' ? { ...field, perRequest: true } : { ...field, ...(initial && { initial }) },
  ),
};

const served = (topic: { readonly initial?: string; readonly choices?: readonly string[] }) => ({
  result: {
    title: 'Kontakt',
    subtitle: 'Wir lesen alles',
    submit_label: 'Senden',
    fields: contactFields.map(({ name, label }) => ({
      name,
      label: `${label}!`,
      help_text: name === 'name' ? 'Wie am Ausweis' : '',
      initial: name === 'topic' ? (topic.initial ?? null) : null,
      choices: name === 'topic' ? (topic.choices?.map((value) => ({ value, label: value })) ?? null) : null,
      ...(name === 'lines' && {
        fields: [{ name: 'sku', label: 'Artikel', help_text: '', initial: null, choices: null }],
      }),
    })),
  },
});

const answer = async (call: SentCall, reply: ReturnType<typeof served>) => {
  call.answer(reply);
  await tick();
};

describe('how a form is shown', () => {
  it('is not asked for where it is the same for everybody', () => {
    const { transport } = openContact();
    expect(transport.calls).toEqual([]);
  });

  it('is asked for when somebody shows it, where it depends on who asks, and as described until then', async () => {
    const { form, sent } = openContact({}, perRequest);
    expect(form.getState().schema.fields[2]).toMatchObject({ label: 'Topic' });
    expect(nth(sent('schema'), 0).request.args).toEqual({ data: {} });
    await answer(nth(sent('schema'), 0), served({ initial: 'sales', choices: ['sales', 'help'] }));
    const { schema, data, isDirty } = form.getState();
    expect(schema).toMatchObject({ title: 'Kontakt', subtitle: 'Wir lesen alles', submitLabel: 'Senden' });
    expect(schema.fields[0]).toEqual({
      ...contactFields[0],
      label: 'Your name!',
      helpText: 'Wie am Ausweis',
    });
    expect(schema.fields[2]).toMatchObject({ initial: 'sales', choices: [{ value: 'sales' }, {}] });
    expect(schema.fields[6]?.fields?.[0]).toMatchObject({ label: 'Artikel', required: true });
    expect(data).toEqual({ topic: 'sales' });
    expect(isDirty).toBe(false);
  });

  it('never takes the place of what was typed, nor of what the page said', async () => {
    const typed = openContact({}, perRequest);
    typed.form.set('topic', 'mine');
    await answer(nth(typed.sent('schema'), 0), served({ initial: 'sales' }));
    expect(typed.form.getState()).toMatchObject({ data: { topic: 'mine' }, isDirty: true });
    typed.form.reset();
    expect(typed.form.getState().data).toEqual({ topic: 'sales' });

    const given = openContact({ initial: { topic: 'given' } }, perRequest);
    await answer(nth(given.sent('schema'), 0), served({ initial: 'sales' }));
    expect(given.form.getState()).toMatchObject({ data: { topic: 'given' }, isDirty: false });
  });

  it('is asked for again whenever the form was checked, where the form wants it, with what is filled in', async () => {
    const { form, sent } = openContact({ initial: ada }, { refetchSchemaOnValidate: true });
    await answer(nth(sent('schema'), 0), served({ choices: ['a'] }));
    form.touch('name');
    await vi.advanceTimersByTimeAsync(300);
    nth(sent('validate'), 0).answer({ result: wrong({}) });
    await tick();
    form.set('name', 'Bo');
    await vi.advanceTimersByTimeAsync(300);
    nth(sent('validate'), 1).answer({ result: wrong({}) });
    await tick();
    const [, older, newer] = sent('schema');
    expect(older?.request.args).toMatchObject({ data: { name: 'Ada' } });
    expect(newer?.request.args).toMatchObject({ data: { name: 'Bo' } });
    expect(older?.signal?.aborted).toBe(true);
    newer?.answer(served({ choices: ['c'] }));
    await tick();
    older?.answer(served({ choices: ['b'] }));
    await tick();
    expect(form.getState().schema.fields[2]?.choices).toEqual([{ value: 'c', label: 'c' }]);
  });

  it('is asked for again when a server did not answer, and a failure is told', async () => {
    const { form, sent, leave } = openContact({}, perRequest);
    nth(sent('schema'), 0).fail(new TypeError('fetch failed'));
    await vi.advanceTimersByTimeAsync(500);
    nth(sent('schema'), 1).fail(new MizanError('FORBIDDEN', 'No', 403));
    await tick();
    expect(form.getState().error?.code).toBe('FORBIDDEN');
    leave();
    form.subscribe(() => undefined)();
    const again = nth(sent('schema'), 2);
    expect(again.signal?.aborted).toBe(true);
  });

  it('is asked for again when it is shown again, and as before until then', async () => {
    const { form, sent, leave } = openContact({}, perRequest);
    await answer(nth(sent('schema'), 0), served({ initial: 'old' }));
    leave();
    const leaveAgain = form.subscribe(() => undefined);
    expect(form.getState().data).toEqual({ topic: 'old' });
    await answer(nth(sent('schema'), 1), served({ initial: 'new' }));
    expect(form.getState().data).toEqual({ topic: 'new' });
    leaveAgain();
  });

  it('is asked for once by a page that mounts, unmounts and mounts', async () => {
    const transport = new ManualTransport();
    const form = createForm(createMizan({ transport }), contactForm(perRequest));
    form.subscribe(() => undefined)();
    form.subscribe(() => undefined);
    form.subscribe(() => undefined);
    expect(transport.calls.filter(({ signal }) => !signal?.aborted)).toHaveLength(1);
    nth(transport.calls, 0).fail(new DOMException('Aborted', 'AbortError'));
    await tick();
    expect(form.getState().error).toBeUndefined();
    await answer(nth(transport.calls, 1), served({ initial: 'new' }));
    expect(form.getState().data).toEqual({ topic: 'new' });
  });
});

describe('when somebody else signs in', () => {
  it('is asked for again, and nothing that was said to the other stays but what he typed', async () => {
    const { form, mizan, sent } = openContact({ initial: ada }, perRequest);
    await answer(nth(sent('schema'), 0), served({ initial: 'hers' }));
    form.set('name', 'Bo');
    form.touch('name');
    await vi.advanceTimersByTimeAsync(300);
    nth(sent('validate'), 0).answer({ result: wrong({ name: 'taken' }) });
    await tick();
    mizan.reset();
    expect(form.getState()).toMatchObject({ errors: none, schema: { title: 'Contact' } });
    expect(form.getState().data).toEqual({ ...ada, name: 'Bo' });
    await answer(nth(sent('schema'), 1), served({ initial: 'his' }));
    expect(form.getState().data).toEqual({ ...ada, name: 'Bo', topic: 'his' });
  });

  it('takes no answer that was the other’s', async () => {
    const { form, mizan, sent } = openContact({ initial: ada }, perRequest);
    form.touch('name');
    await vi.advanceTimersByTimeAsync(300);
    mizan.reset();
    nth(sent('schema'), 0).answer(served({ initial: 'hers' }));
    nth(sent('validate'), 0).answer({ result: wrong({ name: 'taken' }) });
    await tick();
    expect(form.getState()).toMatchObject({ errors: none, data: ada });
  });

  it('has what he typed looked at for him', async () => {
    const { form, mizan, sent } = openContact({ initial: ada });
    form.touch('name');
    await vi.advanceTimersByTimeAsync(300);
    nth(sent('validate'), 0).answer({ result: wrong({ name: 'hers' }) });
    await tick();
    mizan.reset();
    expect(form.getState().errors).toEqual({});
    await vi.advanceTimersByTimeAsync(300);
    nth(sent('validate'), 1).answer({ result: wrong({ name: 'his' }) });
    await tick();
    expect(form.getState().errors['name']?.code).toBe('his');
  });

  it('has another key for what is submitted', async () => {
    const { form, mizan, sent } = openContact({ initial: ada });
    void form.submit();
    nth(sent('submit'), 0).fail(new TypeError('fetch failed'));
    await tick();
    mizan.reset();
    void form.submit();
    expect(nth(sent('submit'), 1).request.idempotencyKey).not.toBe(
      nth(sent('submit'), 0).request.idempotencyKey,
    );
  });

  it('is nothing to a form that nobody shows', () => {
    const { mizan, sent, leave } = openContact({}, perRequest);
    leave();
    mizan.reset();
    expect(sent('schema')).toHaveLength(1);
  });
});

describe('a submission of a form whose server says what it holds at first', () => {
  it('waits for that, so that nothing is emptied which is stored', async () => {
    const { form, sent } = openContact({ initial: ada }, perRequest);
    expect(form.getState().isLoading).toBe(true);
    const result = form.submit();
    expect(form.submit()).toBe(result);
    expect(form.getState().isSubmitting).toBe(true);
    await answer(nth(sent('schema'), 0), served({ initial: 'sales' }));
    expect(form.getState().isLoading).toBe(false);
    expect(sent('submit').map(({ request }) => request.args)).toEqual([{ ...ada, topic: 'sales' }]);
    nth(sent('submit'), 0).answer({ result: { success: true, data: { number: 1 } } });
    expect(await result).toMatchObject({ success: true });
    expect(sent('schema')).toHaveLength(1);
  });

  it('asks for it where nobody shows the form, and waits for who asks last', async () => {
    const { form, sent, leave } = openContact({ initial: ada }, perRequest);
    void form.submit();
    leave();
    await tick();
    await answer(nth(sent('schema'), 0), served({ initial: 'old' }));
    await answer(nth(sent('schema'), 1), served({ initial: 'sales' }));
    expect(sent('submit').map(({ request }) => request.args)).toEqual([{ ...ada, topic: 'sales' }]);
  });

  it('fails when it cannot be told, and asks again with the next', async () => {
    const { form, sent } = openContact({ initial: ada }, perRequest);
    const first = form.submit();
    nth(sent('schema'), 0).fail(new MizanError('FORBIDDEN', 'No', 403));
    expect(await first).toMatchObject({ success: false, error: { code: 'FORBIDDEN' } });
    expect(form.getState()).toMatchObject({
      isSubmitting: false,
      isLoading: false,
      error: { code: 'FORBIDDEN' },
    });
    const second = form.submit();
    await answer(nth(sent('schema'), 1), served({ initial: 'sales' }));
    nth(sent('submit'), 0).answer({ result: { success: true, data: { number: 1 } } });
    expect(await second).toMatchObject({ success: true });
    expect(form.getState().error).toBe(undefined);
  });

  it('can be given up meanwhile', async () => {
    const { form, sent } = openContact({ initial: ada }, perRequest);
    const result = form.submit();
    form.cancel();
    expect(await result).toMatchObject({ success: false, error: { code: 'ABORTED' } });
    await answer(nth(sent('schema'), 0), served({ initial: 'sales' }));
    expect(sent('submit')).toEqual([]);
    expect(form.getState()).toMatchObject({ isSubmitting: false, data: { topic: 'sales' } });
  });
});
