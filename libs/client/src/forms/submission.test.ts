import { describe, expect, it, vi } from 'vitest';
import { MizanError } from '../mizan-error.js';
import { ada, contactFields, openContact, wrong, none } from '../fixture/contact-form.js';
import { tick, useManualTime } from '../fixture/clock.js';
import { nth } from '../fixture/manual-transport.js';

useManualTime();

const withSecret = contactFields.map((field) =>
  field.name === 'tags' ? { ...field, widget: 'password' as const } : field,
);
const accepted = { result: { success: true, data: { number: 7 } } };
const refused = (codes: Readonly<Record<string, string>>) => ({
  result: { success: false, errors: wrong(codes) },
});

describe('a submission', () => {
  it('sends what is filled in, and tells the page what came of it', async () => {
    const got: object[] = [];
    const { form, sent } = openContact({ initial: ada, onSuccess: (data) => got.push(data) });
    form.set('urgent', true);
    const result = form.submit();
    expect(form.getState().isSubmitting).toBe(true);
    const { request } = nth(sent('submit'), 0);
    expect(request.args).toEqual({ ...ada, topic: 'help', urgent: true });
    expect(request.idempotencyKey).toMatch(/^[\d-]{7,43}$/);
    nth(sent('submit'), 0).answer(accepted);
    expect(await result).toEqual({ success: true, data: { number: 7 } });
    expect(got).toEqual([{ number: 7 }]);
    expect(form.getState()).toMatchObject({
      isSubmitting: false,
      isDirty: false,
      touched: none,
      errors: none,
      data: { urgent: true },
    });
  });

  it('is one however often it is asked for', async () => {
    const { form, sent } = openContact({ initial: ada });
    const first = form.submit();
    expect(form.submit()).toBe(first);
    await tick();
    expect(form.submit()).toBe(first);
    expect(sent('submit')).toHaveLength(1);
  });

  it('is one, too, when it is asked for again right after it was accepted', async () => {
    const got: object[] = [];
    const { form, sent } = openContact({ initial: ada, onSuccess: (data) => got.push(data) });
    const first = form.submit();
    nth(sent('submit'), 0).answer(accepted);
    await tick();
    expect(form.submit()).toBe(first);
    await vi.advanceTimersByTimeAsync(999);
    // Who presses on and on has not looked at what came of it.
    expect(form.submit()).toBe(first);
    await vi.advanceTimersByTimeAsync(999);
    expect(form.submit()).toBe(first);
    expect(form.getState()).toMatchObject({ isSubmitting: false, errors: none });
    expect([sent('submit').length, got.length]).toEqual([1, 1]);
  });

  it.each<[string, (page: ReturnType<typeof openContact>) => unknown]>([
    ['a moment has passed', () => vi.advanceTimersByTimeAsync(1000)],
    ['something was put in, though it is the same', ({ form }) => form.set('name', 'Ada')],
    ['the form began anew', ({ form }) => form.reset()],
    ['another person is there', ({ mizan }) => mizan.reset()],
  ])('is another when %s', async (_what, act) => {
    const page = openContact({ initial: ada });
    const { form, sent } = page;
    void form.submit();
    nth(sent('submit'), 0).answer(accepted);
    await tick();
    await act(page);
    void form.submit();
    const [one, other] = sent('submit');
    expect(other?.request.args).toEqual(one?.request.args);
    expect(other?.request.idempotencyKey).not.toBe(one?.request.idempotencyKey);
  });

  it('is another when something was put in before it was accepted', async () => {
    const { form, sent } = openContact({ initial: ada });
    void form.submit();
    form.set('name', 'Bo');
    nth(sent('submit'), 0).answer(accepted);
    await tick();
    void form.submit();
    expect(nth(sent('submit'), 1).request.args).toMatchObject({ name: 'Bo' });
  });

  it('that was not accepted is another at once', async () => {
    const { form, sent } = openContact({ initial: ada });
    void form.submit();
    nth(sent('submit'), 0).answer(refused({ name: 'taken' }));
    await tick();
    void form.submit();
    expect(sent('submit')).toHaveLength(2);
  });

  it('that is not accepted shows what is wrong, the first of it first', async () => {
    const { form, sent } = openContact({ initial: ada });
    const result = form.submit();
    nth(sent('submit'), 0).answer(refused({ __all__: 'never', email: 'taken', name: 'taken' }));
    expect(await result).toEqual({
      success: false,
      errors: { name: { code: 'taken', message: 'taken!' }, email: { code: 'taken', message: 'taken!' } },
      formErrors: [{ code: 'never', message: 'never!' }],
      firstError: 'name',
      error: undefined,
    });
    expect(form.getState()).toMatchObject({ isSubmitting: false, isValid: false, error: undefined });
    form.set('email', 'bo@example.org');
    expect(form.getState()).toMatchObject({ formErrors: [], errors: { name: { code: 'taken' } } });
    expect(form.getState().errors).not.toHaveProperty('email');
  });

  it('says nothing of a field that was changed while it was under way', async () => {
    const { form, sent } = openContact({ initial: ada });
    const result = form.submit();
    form.touch('name');
    form.set('name', 'Bo');
    await vi.advanceTimersByTimeAsync(300);
    // What the server thinks meanwhile would contradict what it answers.
    expect(sent('validate')).toEqual([]);
    nth(sent('submit'), 0).answer(refused({ __all__: 'never', email: 'taken', name: 'taken' }));
    expect(await result).toMatchObject({ firstError: 'email', formErrors: [{ code: 'never' }] });
    expect(form.getState().errors).not.toHaveProperty('name');
    await vi.advanceTimersByTimeAsync(300);
    expect(nth(sent('validate'), 0).request.args).toMatchObject({ data: { name: 'Bo' } });
  });

  it('is never refused in silence, whatever was typed meanwhile, and says so until anything changes', async () => {
    const { form, sent } = openContact({ initial: ada });
    const result = form.submit();
    form.set('name', 'Bo');
    nth(sent('submit'), 0).answer(refused({ name: 'taken' }));
    const formErrors = [{ code: 'taken', message: 'Your name: taken!' }];
    expect(await result).toMatchObject({ success: false, errors: none, formErrors });
    await vi.advanceTimersByTimeAsync(300);
    nth(sent('validate'), 0).answer({ result: wrong({}) });
    await tick();
    expect(form.getState()).toMatchObject({ errors: none, formErrors, isValid: false });
    form.set('name', 'Cy');
    expect(form.getState()).toMatchObject({ formErrors: [], isValid: true });
  });

  it('shows what is wrong with the form until anything changes: to leave a field is no change', async () => {
    const { form, sent } = openContact({ initial: ada });
    void form.submit();
    nth(sent('submit'), 0).answer(refused({ __all__: 'never' }));
    await tick();
    form.touch('name');
    await vi.advanceTimersByTimeAsync(300);
    nth(sent('validate'), 0).answer({ result: wrong({}) });
    await tick();
    expect(form.getState().formErrors).toMatchObject([{ code: 'never' }]);
  });

  it('saves what was sent and not what was typed since', async () => {
    const { form, sent } = openContact({ initial: ada });
    void form.submit();
    form.set('name', 'Bo');
    nth(sent('submit'), 0).answer(accepted);
    await tick();
    expect(form.getState()).toMatchObject({ data: { name: 'Bo' }, isDirty: true });
    form.set('name', 'Ada');
    expect(form.getState().isDirty).toBe(false);
  });

  it('leaves no password and no file behind once it was accepted, but those that were put in since', async () => {
    const { form, sent } = openContact({ initial: ada }, { fields: withSecret });
    form.set('photo', new Blob(['x']));
    form.set('tags', ['secret']);
    void form.submit();
    nth(sent('submit'), 0).answer(refused({ name: 'taken' }));
    await tick();
    expect(form.getState().data).toMatchObject({ photo: expect.any(Blob), tags: ['secret'] });
    void form.submit();
    form.set('tags', ['other']);
    nth(sent('submit'), 1).answer(accepted);
    await tick();
    expect(form.getState().data).toEqual({ ...ada, topic: 'help', photo: undefined, tags: ['other'] });
    void form.submit();
    nth(sent('submit'), 2).answer(accepted);
    await tick();
    expect(form.getState()).toMatchObject({ data: { tags: undefined }, isDirty: false });
  });

  it('has the last word: what the server was asked before is given up, and asked again only if it is needed', async () => {
    const { form, sent } = openContact({ initial: ada });
    form.touch('name');
    await vi.advanceTimersByTimeAsync(300);
    const result = form.submit();
    expect(nth(sent('validate'), 0).signal?.aborted).toBe(true);
    expect(form.getState().isValidating).toBe(false);
    nth(sent('submit'), 0).answer(refused({ email: 'taken' }));
    await result;
    nth(sent('validate'), 0).answer({ result: wrong({ name: 'taken' }) });
    await vi.advanceTimersByTimeAsync(1000);
    expect(Object.keys(form.getState().errors)).toEqual(['email']);
    expect(sent('validate')).toHaveLength(1);
  });

  it('lets a page empty the form when it was accepted', async () => {
    const { form, sent } = openContact({ onSuccess: () => form.reset() });
    form.set(ada);
    void form.submit();
    nth(sent('submit'), 0).answer(accepted);
    await tick();
    expect(form.getState()).toMatchObject({ data: { topic: 'help' }, isDirty: false, isSubmitting: false });
  });

  it('refreshes what it made stale, as any mutation', async () => {
    const { form, sent, mizan, transport } = openContact({ initial: ada });
    mizan.context({ name: 'list', required: [] }).subscribe(() => undefined);
    nth(transport.reads, 0).answer({});
    void form.submit();
    nth(sent('submit'), 0).answer({ ...accepted, invalidate: ['list'] });
    await tick();
    expect(transport.reads).toHaveLength(2);
  });
});

describe('a submission that fails', () => {
  it.each([
    ['UNAUTHORIZED', 401],
    ['FORBIDDEN', 403],
    ['VALIDATION_ERROR', 422],
    ['TOO_MANY_REQUESTS', 429],
    ['INTERNAL_ERROR', 500],
    ['NETWORK_ERROR', 0],
    ['CONNECTION_LOST', 0],
  ])('with %s says so, and is none any more with the next', async (code, status) => {
    const { form, sent } = openContact({ initial: ada });
    const result = form.submit();
    nth(sent('submit'), 0).fail(new MizanError(code, 'No', status));
    expect(await result).toMatchObject({ success: false, errors: none, error: { code, status } });
    expect(form.getState()).toMatchObject({ isSubmitting: false, errors: none, error: { code } });
    void form.submit();
    expect(form.getState()).toMatchObject({ isSubmitting: true, error: undefined });
  });

  it('is sent again under the same key until it succeeds; other content has another', async () => {
    const { form, sent } = openContact({ initial: ada });
    const submitAs = async (name: string, end: 'fail' | 'accept' | 'refuse') => {
      form.set('name', name);
      void form.submit();
      const call = nth(sent('submit'), -1);
      if (end === 'fail') call.fail(new TypeError('fetch failed'));
      else call.answer(end === 'accept' ? accepted : refused({ email: 'taken' }));
      await tick();
      return call.request;
    };
    const first = await submitAs('Ada', 'fail');
    const again = await submitAs('Ada', 'fail');
    expect(again.idempotencyKey).toBe(first.idempotencyKey);
    const other = await submitAs('Bo', 'fail');
    expect(other.idempotencyKey).not.toBe(first.idempotencyKey);
    form.set('urgent', false);
    const same = await submitAs('Bo', 'refuse');
    // What is the same in another way is sent as it was, since the server compares under one key.
    expect(same).toMatchObject({ idempotencyKey: other.idempotencyKey, args: other.args });
    expect(same.args).not.toHaveProperty('urgent');
    expect((await submitAs('Bo', 'accept')).idempotencyKey).toBe(other.idempotencyKey);
    expect((await submitAs('Bo', 'accept')).idempotencyKey).not.toBe(other.idempotencyKey);
  });
});

it('says nothing more of a failure when the next is wrong without asking anybody', async () => {
  const { form, sent } = openContact({ initial: ada });
  void form.submit();
  nth(sent('submit'), 0).fail(new TypeError('fetch failed'));
  await tick();
  form.set('name', '');
  expect(await form.submit()).toMatchObject({ success: false, firstError: 'name' });
  expect(form.getState().error).toBe(undefined);
});

it('asks nothing beside, where nothing is to be checked while somebody types', async () => {
  const { form, sent } = openContact({ initial: ada }, { liveValidation: false });
  for (const answer of [refused({ email: 'taken' }), accepted]) {
    void form.submit();
    form.set('name', sent('submit').length === 1 ? 'Bo' : 'Cy');
    nth(sent('submit'), -1).answer(answer);
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(sent('submit')).toHaveLength(2);
  expect(sent('validate')).toEqual([]);
});

describe('a submission that is given up', () => {
  it('leaves all as it was before', async () => {
    const { form, sent } = openContact({ initial: ada });
    form.touch('name');
    await vi.advanceTimersByTimeAsync(300);
    nth(sent('validate'), 0).answer({ result: wrong({ name: 'taken' }) });
    await tick();
    const before = form.getState();
    const result = form.submit();
    const { request, signal } = nth(sent('submit'), 0);
    request.onProgress?.(1, 4);
    expect(form.getState()).toMatchObject({ isSubmitting: true, progress: 0.25 });
    form.cancel();
    expect(form.getState()).toEqual(before);
    expect(signal?.aborted).toBe(true);
    expect(await result).toMatchObject({ success: false, error: { code: 'ABORTED' } });
    request.onProgress?.(2, 4);
    nth(sent('submit'), 0).answer(accepted);
    await tick();
    expect(form.getState()).toEqual(before);
  });

  it('gives way to another at once', async () => {
    const { form, sent } = openContact({ initial: ada });
    const first = form.submit();
    form.cancel();
    const second = form.submit();
    expect(second).not.toBe(first);
    nth(sent('submit'), 0).answer(refused({ name: 'taken' }));
    nth(sent('submit'), 1).answer(accepted);
    expect(await second).toMatchObject({ success: true });
    expect(form.getState().errors).toEqual({});
  });

  it('shows the failure of the one before again', async () => {
    const { form, sent } = openContact({ initial: ada });
    void form.submit();
    nth(sent('submit'), 0).fail(new MizanError('FORBIDDEN', 'No', 403));
    await tick();
    void form.submit();
    form.cancel();
    expect(form.getState().error?.code).toBe('FORBIDDEN');
    form.cancel();
    expect(form.getState().error?.code).toBe('FORBIDDEN');
  });

  it('is so, too, when the form begins anew', async () => {
    const { form, sent } = openContact({ initial: ada });
    void form.submit();
    form.reset();
    expect(nth(sent('submit'), 0).signal?.aborted).toBe(true);
    nth(sent('submit'), 0).answer(refused({ name: 'taken' }));
    await tick();
    expect(form.getState()).toMatchObject({ isSubmitting: false, errors: none, error: undefined });
  });

  it.each<[string, (page: ReturnType<typeof openContact>) => void]>([
    ['when another person is there', ({ mizan }) => mizan.reset()],
    ['when the form begins anew', ({ form }) => form.reset()],
  ])('%s tells nobody what came of it, and is sent again under another key', async (_what, act) => {
    const got: object[] = [];
    const page = openContact({ initial: ada, onSuccess: (data) => got.push(data) });
    const { form, sent } = page;
    const result = form.submit();
    act(page);
    nth(sent('submit'), 0).answer(accepted);
    expect(await result).toMatchObject({ success: false, error: { code: 'ABORTED' } });
    expect([got, form.getState().isSubmitting]).toEqual([[], false]);
    void form.submit();
    const [one, other] = sent('submit');
    expect(other?.request.idempotencyKey).not.toBe(one?.request.idempotencyKey);
  });

  it('is not, when the page shows the form no more', async () => {
    const got: object[] = [];
    const { form, sent, leave } = openContact({ initial: ada, onSuccess: (data) => got.push(data) });
    void form.submit();
    leave();
    nth(sent('submit'), 0).answer(accepted);
    await tick();
    expect(got).toEqual([{ number: 7 }]);
  });
});
