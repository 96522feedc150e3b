import { Injectable } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type FormsApp, startForms } from '../../../test-support/start-forms.js';
import { FormCheck, FormInvalid, MizanForm } from '../../index.js';

const SignUp = z
  .object({
    name: z.string().min(2).max(8).meta({ title: 'Your name', description: 'As on your badge' }),
    email: z.email(),
    site: z.url().optional(),
    age: z.int().min(18).max(99).optional(),
    day: z.iso.date().optional(),
    plan: z.enum(['free', 'paid']).default('free'),
    tags: z.array(z.string().min(2)).max(2).optional(),
    terms: z.literal(true),
    news: z.boolean(),
    note: z.string().nullable().optional(),
    address: z.object({ street: z.string().min(2), zip: z.string() }).optional(),
    nick: z
      .string()
      .refine((nick) => nick !== 'root', { error: 'Taken', params: { code: 'taken' } })
      .optional(),
  })
  .refine(({ name, nick }) => name !== nick, { error: 'Choose another nick' })
  .transform((data) => ({ ...data, isPaid: data.plan === 'paid' }));

type SignedUp = z.output<typeof SignUp>;

@Injectable()
class SignUps {
  seen: SignedUp | undefined;

  @MizanForm({
    name: 'sign_up',
    input: SignUp,
    fields: { news: { label: 'Send me news' }, nick: { order: -1 }, age: { widget: 'hidden' } },
  })
  signUp(data: SignedUp): void {
    this.seen = data;
  }

  @FormCheck('sign_up')
  isWelcome({ name }: Partial<SignedUp>): void {
    if (name === 'mallory') throw new FormInvalid('name', 'unwelcome', 'Not you');
  }
}

const valid = { name: 'Ada', email: 'a@b.example', terms: 'on', news: 'no' };

describe('a form of a Standard Schema', () => {
  let app: FormsApp;
  beforeAll(async () => void (app = await startForms({ providers: [SignUps] })));
  afterAll(() => app.close());

  const codes = async (data: object, only?: readonly string[]) => {
    const found = await app.validate('sign_up', { ...valid, ...data }, only);
    return Object.fromEntries(Object.entries(found).map(([field, [code]]) => [field, code]));
  };

  it('shows its fields as the schema and the form have them', async () => {
    const { fields } = (await app.ask('sign_up.schema')) as { fields: readonly Record<string, unknown>[] };
    expect(fields.map(({ name, type, required }) => [name, type, required])).toEqual([
      ['nick', 'text', false],
      ['name', 'text', true],
      ['email', 'email', true],
      ['site', 'url', false],
      ['age', 'hidden', false],
      ['day', 'date', false],
      ['plan', 'select', false],
      ['tags', 'text', false],
      ['terms', 'checkbox', true],
      ['news', 'checkbox', false],
      ['note', 'text', false],
      ['address.street', 'text', true],
      ['address.zip', 'text', true],
    ]);
    expect(fields[1]).toMatchObject({
      label: 'Your name',
      help_text: 'As on your badge',
      min_length: 2,
      max_length: 8,
    });
    expect(fields[6]).toMatchObject({ initial: 'free', choices: [{ value: 'free' }, { value: 'paid' }] });
    expect(fields[9]).toMatchObject({ label: 'Send me news' });
  });

  it('has the method get what the schema puts out, converted from texts', async () => {
    const sent = {
      ...valid,
      age: '42',
      plan: '',
      tags: 'ab',
      note: '',
      'address.street': 'High',
      'address.zip': 12,
    };
    expect(await app.ask('sign_up.submit', sent)).toEqual({ success: true, data: null });
    expect(app.app.get(SignUps).seen).toEqual({
      name: 'Ada',
      email: 'a@b.example',
      terms: true,
      news: false,
      age: 42,
      plan: 'free',
      tags: ['ab'],
      note: null,
      address: { street: 'High', zip: '12' },
      isPaid: false,
    });
  });

  it.each([
    { data: {}, found: {} },
    {
      data: { name: '', email: undefined, terms: '' },
      found: { name: 'required', email: 'required', terms: 'required' },
    },
    { data: { name: 'x' }, found: { name: 'min_length' } },
    { data: { name: 'far too long' }, found: { name: 'max_length' } },
    { data: { email: 'x' }, found: { email: 'invalid' } },
    { data: { age: 3 }, found: { age: 'min_value' } },
    { data: { age: '100' }, found: { age: 'max_value' } },
    { data: { age: 'x' }, found: { age: 'invalid' } },
    { data: { plan: 'x' }, found: { plan: 'invalid_choice' } },
    { data: { tags: ['ab', 'c'] }, found: { 'tags.1': 'min_length' } },
    { data: { tags: ['ab', 'cd', 'ef'] }, found: { tags: 'max_length' } },
    { data: { terms: false }, found: { terms: 'required' } },
    { data: { nick: 'root' }, found: { nick: 'taken' } },
    { data: { nick: 'Ada' }, found: { __all__: 'invalid' } },
    {
      data: { address: { street: 'x' } },
      found: { 'address.street': 'min_length', 'address.zip': 'required' },
    },
    { data: { name: 'mallory' }, found: { name: 'unwelcome' } },
  ])('finds in $data: $found', async ({ data, found }) => {
    expect(await codes(data)).toEqual(found);
  });

  it('looks at some fields only', async () => {
    expect(await codes({ name: 'x', email: 'x' }, ['email'])).toEqual({ email: 'invalid' });
  });

  it('does not look at the form as a whole then', async () => {
    const alike = { name: 'Ada', nick: 'Ada' };
    expect(await codes(alike)).toEqual({ __all__: 'invalid' });
    expect(await codes(alike, ['name'])).toEqual({});
  });
});
