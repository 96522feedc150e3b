import { contextRef, createMizan, type Mizan } from '@mizan/client';
import {
  createForm,
  createFormset,
  type FormDescription,
  formRef,
  type FormField,
  type FormState,
  servedSchema,
} from '@mizan/client/forms';
import { multipart } from '@mizan/client/uploads';
import {
  defineContext,
  Field,
  FormCheck,
  FormInvalid,
  type FormsetRow,
  FormsetSubmit,
  MizanClient,
  MizanFile,
  MizanForm,
  Typed,
  Upload,
} from '@mizan/nestjs';
import { Injectable } from '@nestjs/common';
import { IsEmail, IsInt, IsOptional, MaxLength, Min, MinLength } from 'class-validator';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';

import { adapters, type StartedApp, startApp } from '../../libs/nestjs/test-support/start-app.js';

const NotesContext = defineContext('notes');

class Note {
  @MinLength(2) @MaxLength(20) title!: string;
  @IsOptional() @IsEmail() email?: string;
  @Field({ choices: (who) => ['public', who === null ? 'nobody' : 'team'], initial: () => 'public' })
  @Typed('string')
  board!: string;
  @IsOptional() @Upload({ maxSize: 1000 }) photo?: MizanFile;
}

class Line {
  @IsOptional() @IsInt() id?: number;
  @MaxLength(3) sku!: string;
  @IsInt() @Min(1) qty!: number;
}

class Notes {
  @Typed(['string']) titles!: string[];
}

/** What the app has, and what it has been asked. */
const desk = { titles: [] as string[], checks: 0, rows: [] as readonly FormsetRow<Line>[] };

@Injectable()
class NoteForms {
  @MizanClient({ context: NotesContext, output: Notes })
  notes(): Notes {
    return { titles: desk.titles };
  }

  @MizanForm({ name: 'note', output: 'integer', affects: NotesContext, liveFormErrors: true })
  async keep({ title, photo }: Note): Promise<number> {
    if (title === 'late') throw new FormInvalid('title', 'taken', 'Somebody was faster');
    desk.titles.push(title);
    return (await photo?.buffer())?.length ?? 0;
  }

  @FormCheck('note')
  isFree({ title, board }: Partial<Note>): void {
    desk.checks += 1;
    if (title === 'taken') throw new FormInvalid('title', 'taken', 'Taken');
    if (title === 'secret' && board === 'public') throw new FormInvalid(null, 'leak', 'Not in public');
  }

  @MizanForm({ name: 'line', formset: { min: 1, max: 3, canDelete: true, canOrder: true } })
  line(_line: Line): void {
    // All are kept together.
  }

  @FormsetSubmit('line')
  keepAll(rows: readonly FormsetRow<Line>[]): void {
    desk.rows = rows;
  }
}

/** Leaves all to the server. */
const trusting: FormDescription<never, object>['schema'] = {
  '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: value as never }) },
};

const field = (name: string, more: Partial<FormField> = {}): FormField => ({
  name,
  label: name,
  widget: 'text',
  ...more,
});

interface NoteInput {
  readonly title?: string;
  readonly email?: string;
  readonly board?: string;
  readonly photo?: Blob;
}

const noteForm = formRef<NoteInput, object, number>(
  {
    name: 'note',
    title: 'Note',
    submitLabel: 'Keep',
    liveFormErrors: true,
    fields: [
      field('title'),
      field('email'),
      field('board', { perRequest: true, widget: 'select' }),
      field('photo', { widget: 'file' }),
    ],
    schema: trusting,
  },
  { body: multipart, served: servedSchema },
);

interface LineInput {
  readonly id?: number;
  readonly sku?: string;
  readonly qty?: string | number;
}

const lineForm = formRef<LineInput, object, null>({
  name: 'line',
  title: 'Line',
  submitLabel: 'Keep',
  fields: [field('id', { widget: 'hidden' }), field('sku'), field('qty', { widget: 'number' })],
  schema: trusting,
  formset: { min: 1, max: 3, canDelete: true, canOrder: true },
});

const notesContext = contextRef<object, { readonly notes: { readonly titles: readonly string[] } }>('notes');

const codes = ({ errors, formErrors }: Pick<FormState<object>, 'errors' | 'formErrors'>) => ({
  ...Object.fromEntries(Object.entries(errors).map(([path, { code }]) => [path, code])),
  ...(formErrors.length > 0 && { '': formErrors.map(({ code }) => code) }),
});

describe.each(adapters)('forms of the client with the forms of a server on %s', (adapter) => {
  let app: StartedApp;
  let mizan: Mizan;

  beforeAll(async () => void (app = await startApp({ providers: [NoteForms] }, { adapter })));
  afterAll(() => app.close());
  beforeEach(() => {
    desk.titles = [];
    mizan = createMizan({ baseUrl: `${app.origin}/api/mizan` });
  });

  function openNote(initial: NoteInput = {}) {
    const form = createForm(mizan, noteForm, { initial });
    onTestFinished(form.subscribe(() => undefined));
    return form;
  }

  it('show what the server says, and what it thinks while somebody types', async () => {
    const form = openNote();
    await vi.waitFor(() => expect(form.getState().data).toEqual({ board: 'public' }));
    expect(form.getState().schema.fields[2]?.choices?.map(({ value }) => value)).toEqual([
      'public',
      'nobody',
    ]);
    form.set('title', 'taken');
    form.touch('title');
    form.set('email', 'x');
    form.touch('email');
    await vi.waitFor(() => expect(codes(form.getState())).toEqual({ title: 'taken', email: 'invalid' }));
    form.set('title', 'secret');
    form.set('email', '');
    expect(codes(form.getState())).toEqual({});
    await vi.waitFor(() => expect(codes(form.getState())).toEqual({ '': ['leak'] }));
    form.set('board', 'elsewhere');
    await vi.waitFor(() => expect(codes(form.getState())).toEqual({ board: 'invalid_choice' }));
    expect(desk.titles).toEqual([]);
  });

  it('submit, and refresh what that made stale', async () => {
    const store = mizan.context(notesContext);
    onTestFinished(store.subscribe(() => undefined));
    await vi.waitFor(() => expect(store.getState().data?.notes.titles).toEqual([]));
    const form = openNote({ title: 'late', board: 'public' });
    expect(await form.submit()).toMatchObject({
      success: false,
      errors: { title: { code: 'taken', message: 'Somebody was faster' } },
      firstError: 'title',
    });
    form.set('title', 'early');
    expect(await form.submit()).toEqual({ success: true, data: 0 });
    await vi.waitFor(() => expect(store.getState().data?.notes.titles).toEqual(['early']));
  });

  it('send files, and show what is wrong with them', async () => {
    const form = openNote({ title: 'photo', board: 'public' });
    form.set('photo', new File([new Uint8Array(2000)], 'large.bin'));
    const refused = await form.submit();
    expect(refused).toMatchObject({ success: false, error: undefined });
    expect(Object.keys(form.getState().errors)).toEqual(['photo']);
    form.set('photo', new File(['hello'], 'small.txt'));
    expect(form.getState().errors).toEqual({});
    expect(await form.submit()).toEqual({ success: true, data: 5 });
    expect(desk.titles).toEqual(['photo']);
  });

  it('happen once, when an answer was lost', async () => {
    let isLost = true;
    const losing = createMizan({
      baseUrl: `${app.origin}/api/mizan`,
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        const isSubmit = typeof init?.body === 'string' && init.body.includes('"note.submit"');
        if (isLost && isSubmit) throw new TypeError('The network is gone.');
        return response;
      },
    });
    const form = createForm(losing, noteForm, { initial: { title: 'once', board: 'public' } });
    expect(await form.submit()).toMatchObject({ success: false, error: { code: 'NETWORK_ERROR' } });
    isLost = false;
    expect(await form.submit()).toEqual({ success: true, data: 0 });
    expect(await form.submit()).toEqual({ success: true, data: 0 });
    expect(desk.titles).toEqual(['once']);
    form.set('title', 'once');
    expect(await form.submit()).toEqual({ success: true, data: 0 });
    expect(desk.titles).toEqual(['once', 'once']);
  });

  it('are sent together, in order, with those that are to go', async () => {
    const initial = [
      { id: 7, sku: 'A', qty: 1 },
      { id: 8, sku: 'B', qty: 2 },
    ];
    const lines = createFormset(mizan, lineForm, { initial });
    onTestFinished(lines.subscribe(() => undefined));
    const [first, second] = lines.getState().rows;
    const added = lines.add({ sku: 'toolong', qty: '0' }) ?? '';
    lines.move(added, 0);
    lines.remove(first?.key ?? '');
    expect(await lines.submit()).toMatchObject({
      success: false,
      general: [],
      rows: { [added]: { sku: { code: 'max_length' }, qty: { code: 'min_value' } } },
      firstError: { key: added, path: 'sku' },
    });
    lines.set(added, 'sku', 'C');
    lines.touch(added, 'qty');
    lines.set(added, 'qty', 'x');
    await vi.waitFor(() => expect(lines.getState().rows[0]?.errors['qty']?.code).toBe('invalid'));
    lines.set(added, 'qty', '3');
    expect(await lines.submit()).toEqual({ success: true });
    expect(desk.rows.map(({ data, isDeleted, sent }) => [isDeleted, data?.sku, sent['id']])).toEqual([
      [false, 'C', undefined],
      [false, 'B', 8],
      [true, undefined, 7],
    ]);
    expect(lines.getState()).toMatchObject({ isDirty: false, rows: [{ key: added }, { key: second?.key }] });
  });
});
