import { Injectable } from '@nestjs/common';
import { ArrayMinSize, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { adapters } from '../../test-support/start-app.js';
import { type FormsApp, startForms } from '../../test-support/start-forms.js';
import { Field, FormCheck, FormInvalid, MizanFile, MizanForm, Typed, Upload } from '../index.js';

class Page {
  @MaxLength(10) title!: string;
  @Upload({ maxSize: '1kB' }) scan!: MizanFile;
}

class Application {
  @MaxLength(20) name!: string;
  @Field({ label: 'Your photo' })
  @Upload({ maxSize: 100, accept: 'image/*' })
  photo!: MizanFile;
  @Upload({ count: 2 }) @IsOptional() letters?: MizanFile[];
  @Upload() @ArrayMinSize(1, { message: 'Prove it' }) proofs!: MizanFile[];
  @ValidateNested({ each: true }) @Typed([Page]) pages: Page[] = [];
  @Upload() @IsOptional() note: MizanFile | null = null;
}

class Line {
  @IsString() sku!: string;
  @Upload() @IsOptional() picture?: MizanFile;
}

const Avatar = z.object({
  nick: z.string().min(2),
  photo: z.instanceof(MizanFile).refine(({ size }) => size > 3, { error: 'Too small' }),
});

@Injectable()
class Applications {
  seen: unknown;

  @MizanForm('apply')
  async apply({ name, photo, letters, proofs, pages, note }: Application): Promise<void> {
    this.seen = {
      name,
      photo: [photo.name, photo.type, photo.size],
      letters: letters?.map((file) => file.name),
      proofs: await Promise.all(proofs.map(async (file) => (await file.buffer()).toString())),
      pages: await Promise.all(
        pages.map(async ({ title, scan }) => [title, (await scan.buffer()).toString()]),
      ),
      note,
    };
  }

  @FormCheck('apply')
  isOther({ photo, letters }: Partial<Application>): void {
    if (photo !== undefined && photo.name === letters?.[0]?.name)
      throw new FormInvalid('letters', 'twice', 'The photo is no letter');
  }

  @MizanForm({ name: 'lines', formset: { canDelete: true } })
  async line({ sku, picture }: Line): Promise<void> {
    this.seen = [
      ...(Array.isArray(this.seen) ? this.seen : []),
      [sku, (await picture?.buffer())?.toString()],
    ];
  }

  @MizanForm({ name: 'avatar', input: Avatar })
  setAvatar({ nick, photo }: z.output<typeof Avatar>): void {
    this.seen = [nick, photo.name];
  }
}

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const file = (content: string | Buffer<ArrayBuffer> = 'x', name = 'a.txt', type = 'text/plain') =>
  new File([content], name, { type });
const photo = () => file(png, 'me.png', 'image/png');

type Parts = Readonly<Record<string, string | File | readonly (string | File)[]>>;

const valid = (): Parts => ({ name: 'Ada', photo: photo(), proofs: file('proof') });

/** The codes and texts of a refused submission, by field. */
function readErrors(answer: RefusedForm): unknown {
  return Object.fromEntries(
    answer.result.errors.errors.map(({ field, errors }) => [
      field,
      errors.map(({ code, message }) => [code, message]).flat(),
    ]),
  );
}

interface RefusedForm {
  readonly result: {
    readonly errors: {
      readonly errors: readonly {
        readonly field: string;
        readonly errors: readonly { readonly code: string; readonly message: string }[];
      }[];
    };
  };
}

describe.each(adapters)('files in forms on %s', (adapter) => {
  let app: FormsApp;
  let applications: Applications;
  beforeAll(async () => {
    const mizan = { uploads: { maxFileSize: '2kB', maxFiles: 4 } };
    app = await startForms({ providers: [Applications] }, { adapter, mizan });
    applications = app.app.get(Applications);
  });
  afterAll(() => app.close());
  beforeEach(() => void (applications.seen = undefined));

  async function send(fn: string, parts: Parts, headers: Record<string, string> = {}) {
    const body = new FormData();
    body.append('fn', fn);
    for (const [name, values] of Object.entries(parts))
      for (const value of Array.isArray(values) ? values : [values]) body.append(name, value);
    const response = await app.fetch('/api/mizan/call/', { method: 'POST', body, headers });
    return { status: response.status, body: JSON.parse(await response.text()) };
  }

  /** The codes and texts of what is wrong, by field. */
  async function wrong(parts: Parts): Promise<unknown> {
    const { body } = await send('apply.submit', { ...valid(), ...parts });
    expect(body.result.success).toBe(false);
    expect(applications.seen).toBeUndefined();
    return readErrors(body);
  }

  it('come to the method with what they hold', async () => {
    const parts = {
      ...valid(),
      letters: [file('1', 'one.txt'), file('2', 'two.txt')],
      'proofs.0': [],
      'pages.1.title': 'Second',
      'pages.1.scan': file('page two'),
      'pages.0.title': 'First',
      'pages.0.scan': file('page one'),
      note: '',
    };
    expect((await send('apply.submit', parts)).body).toEqual({ result: { success: true, data: null } });
    expect(applications.seen).toEqual({
      name: 'Ada',
      photo: ['me.png', 'image/png', png.length],
      letters: ['one.txt', 'two.txt'],
      proofs: ['proof'],
      pages: [
        ['First', 'page one'],
        ['Second', 'page two'],
      ],
      note: null,
    });
  });

  it('of a list are taken under numbers as well', async () => {
    const { proofs: _, ...others } = valid();
    await send('apply.submit', { ...others, 'proofs.1': file('b'), 'proofs.0': file('a') });
    expect(applications.seen).toMatchObject({ proofs: ['a', 'b'] });
  });

  it.each<[string, () => Parts, object]>([
    [
      'too large',
      () => ({ photo: file(Buffer.concat([png, Buffer.alloc(100)])) }),
      {
        photo: ['invalid', 'Choose a file of at most 100 bytes.'],
      },
    ],
    [
      'of another kind, whatever they are called',
      () => ({ photo: file('text', 'x.png', 'image/png') }),
      {
        photo: ['invalid', 'Choose a file of this kind: image.'],
      },
    ],
    [
      'too many',
      () => ({ letters: [file(), file(), file()] }),
      {
        letters: ['max_length', 'Choose at most 2.'],
      },
    ],
    ['two for one', () => ({ photo: [photo(), photo()] }), { photo: ['max_length', 'Choose at most 1.'] }],
    [
      'too large for the app',
      () => ({ note: file('x'.repeat(2049)) }),
      { note: ['invalid', 'Choose a smaller file.'] },
    ],
    [
      'too many for the app',
      () => ({ proofs: [1, 2, 3, 4, 5].map(() => file()) }),
      { proofs: ['max_length', 'Choose fewer files.'] },
    ],
    ['in no list', () => ({ proofs: '' }), { proofs: ['required', 'This field is required.'] }],
    ['texts', () => ({ photo: 'x' }), { photo: ['invalid', 'Choose a file.'] }],
    ['where texts belong', () => ({ name: file() }), { name: ['invalid', 'Enter a valid value.'] }],
    ['where objects belong', () => ({ 'pages.0': file() }), { 'pages.0': ['invalid', 'Send an object.'] }],
    [
      'missing in a list',
      () => ({ 'pages.0.title': 'First' }),
      {
        'pages.0.scan': ['required', 'This field is required.'],
      },
    ],
    [
      'too large in a list',
      () => ({ 'pages.0.title': 'x', 'pages.0.scan': file('x'.repeat(1025)) }),
      {
        'pages.0.scan': ['invalid', 'Choose a file of at most 1 kB.'],
      },
    ],
    [
      'what a check of the whole form does not like',
      () => ({ letters: file('', 'me.png') }),
      {
        letters: ['twice', 'The photo is no letter'],
      },
    ],
  ])('are refused by their field when they are %s, together with all else', async (_title, parts, found) => {
    expect(await wrong(parts())).toEqual(found);
    expect(await wrong({ ...parts(), name: 'far too long for a name' })).toMatchObject({
      ...found,
      name: ['max_length', 'Use at most 20 characters.'],
    });
  });

  it('are missed by their name in JSON, which cannot hold them', async () => {
    expect(await app.ask('apply.submit', { name: 'Ada', proofs: {} })).toEqual({
      success: false,
      errors: {
        errors: [
          { field: 'photo', errors: [{ code: 'required', message: 'This field is required.' }] },
          { field: 'proofs', errors: [{ code: 'invalid', message: 'Choose a file.' }] },
        ],
      },
    });
  });

  it('are left alone where a form is only checked, since they cannot be sent then', async () => {
    expect(await app.validate('apply', { name: 'Ada' })).toEqual({});
    expect(await app.validate('apply', { photo: {}, pages: [{ title: 'x' }] }, ['photo', 'pages'])).toEqual(
      {},
    );
    expect(await app.validate('avatar', { nick: 'x' })).toEqual({
      nick: ['min_length', expect.any(String)],
    });
    expect(await app.ask('lines.formset.validate', { forms: [{ sku: 'A' }] })).toMatchObject({
      per_form: [{ errors: [] }],
    });
  });

  it('are looked at all the same when they are sent with what is checked', async () => {
    const { body } = await send('apply.validate', { 'data.name': 'Ada', 'data.photo': file('text') });
    expect(body.result.errors).toEqual([
      { field: 'photo', errors: [{ code: 'invalid', message: 'Choose a file of this kind: image.' }] },
    ]);
  });

  it('belong to the row that they are sent with', async () => {
    const rows = {
      'forms.0.sku': 'A',
      'forms.0.picture': file('of A'),
      'forms.1.sku': 'B',
      'forms.2.sku': 'C',
      'forms.2.DELETE': 'on',
      'forms.2.picture': file('of C'),
    };
    expect((await send('lines.formset.submit', rows)).body.result).toMatchObject({ success: true });
    expect(applications.seen).toEqual([
      ['A', 'of A'],
      ['B', undefined],
    ]);
    const { body } = await send('lines.formset.submit', { ...rows, 'forms.1.picture': [file(), file()] });
    expect(body.result.errors.per_form[1].errors).toEqual([
      { field: 'picture', errors: [{ code: 'max_length', message: 'Choose at most 1.' }] },
    ]);
  });

  it('are checked by a schema as everything else', async () => {
    expect((await send('avatar.submit', { nick: 'ada', photo: photo() })).body.result.success).toBe(true);
    expect(applications.seen).toEqual(['ada', 'me.png']);
    const small = await send('avatar.submit', { nick: 'ada', photo: file('x') });
    expect(small.body.result.errors.errors).toEqual([
      { field: 'photo', errors: [{ code: 'invalid', message: 'Too small' }] },
    ]);
    const none = await send('avatar.submit', { nick: 'ada', photo: '' });
    expect(none.body.result.errors.errors).toEqual([
      { field: 'photo', errors: [{ code: 'required', message: 'This field is required.' }] },
    ]);
  });

  it('make a submission another one when they hold something else', async () => {
    const headers = { 'Idempotency-Key': `files-${adapter}` };
    const one = () => send('lines.submit', { sku: 'A', picture: file('one') }, headers);
    expect((await one()).body.result).toEqual({ success: true, data: null });
    expect((await one()).body.result).toEqual({ success: true, data: null });
    expect(applications.seen).toEqual([['A', 'one']]);
    const other = await send('lines.submit', { sku: 'A', picture: file('two') }, headers);
    expect([other.status, other.body.code]).toEqual([422, 'VALIDATION_ERROR']);
    expect(other.body.details.fields).toEqual({ 'Idempotency-Key': [expect.any(String)] });
    expect(applications.seen).toEqual([['A', 'one']]);
  });

  it('show as such in the schema', async () => {
    const { fields } = (await app.ask('apply.schema')) as { fields: readonly Record<string, unknown>[] };
    expect(fields.map(({ name, type, widget, required }) => [name, type, widget, required])).toEqual([
      ['name', 'text', 'TextInput', true],
      ['photo', 'file', 'ClearableFileInput', true],
      ['letters', 'file', 'ClearableFileInput', false],
      ['proofs', 'file', 'ClearableFileInput', true],
      ['pages', 'list', 'Fieldset', false],
      ['note', 'file', 'ClearableFileInput', false],
    ]);
    expect(fields[1]).toMatchObject({ label: 'Your photo', initial: null, choices: null });
  });
});
