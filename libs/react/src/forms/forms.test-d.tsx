import type { MizanError } from '@mizan/client';
import type { FieldError, FieldErrors, FormRef, SubmitResult } from '@mizan/client/forms';
import type { ReactNode } from 'react';
import { expectTypeOf } from 'vitest';
import { createFormComponent, createFormHook, createFormsetHook, useFormRows } from './index.js';

interface Line {
  readonly sku?: string;
  readonly qty?: string | number;
}

interface ContactInput {
  readonly name?: string;
  readonly age?: string | number;
  readonly urgent?: boolean;
  readonly topic?: 'sales' | 'help';
  readonly tags?: readonly string[];
  readonly photo?: Blob;
  readonly address?: { readonly street?: string; readonly geo?: { readonly lat?: string } };
  readonly lines?: readonly Line[];
}

interface Sent {
  readonly number: number;
}

declare const contactForm: FormRef<ContactInput, { readonly name: string }, Sent>;
declare const lineForm: FormRef<Line, { readonly sku: string }, null>;

const useContactForm = createFormHook(contactForm);
const ContactForm = createFormComponent(contactForm);
const useLines = createFormsetHook(lineForm);

export function Hook(): ReactNode {
  const contact = useContactForm({
    initial: { name: 'Ada', lines: [{ sku: 'A1' }] },
    onSuccess: (data) => expectTypeOf(data).toEqualTypeOf<Sent>(),
    messages: ({ code, args, label }) => `${label} ${code} ${args.length}`,
  });
  const { field, set, labelFor, groupFor } = contact;
  expectTypeOf(contact.data).toEqualTypeOf<Partial<ContactInput>>();
  expectTypeOf(contact.errors).toEqualTypeOf<FieldErrors>();
  expectTypeOf(contact.formErrors).toEqualTypeOf<readonly FieldError[]>();
  expectTypeOf(contact.error).toEqualTypeOf<MizanError | undefined>();
  expectTypeOf(contact.progress).toEqualTypeOf<number | undefined>();
  expectTypeOf(contact.submit).returns.toEqualTypeOf<Promise<SubmitResult<Sent>>>();

  set('age', 5);
  set('age', '5');
  set('urgent', true);
  set('address.geo.lat', '52');
  set('lines.0.qty', 3);
  set('lines.1', { sku: 'A1' });
  set('lines', []);
  set('photo', undefined);
  set('topic', 'help');
  set({ name: 'Bo', urgent: false });
  // @ts-expect-error an age is no boolean
  set('age', true);
  // @ts-expect-error nor is what is urgent a text
  set('urgent', 'yes');
  // @ts-expect-error there is no such topic
  set('topic', 'gossip');
  // @ts-expect-error a photo is a file
  set('photo', 'a.png');
  // @ts-expect-error a quantity in a list is a number or text
  set('lines.0.qty', {});
  // @ts-expect-error there is no such field
  set('emial', 'x');
  // @ts-expect-error there is no such field
  set({ emial: 'x' });
  // @ts-expect-error which line?
  set('lines.sku', 'x');
  // @ts-expect-error lines are counted
  set('lines.first.sku', 'x');

  // @ts-expect-error an address is no input
  field('address');
  // @ts-expect-error nor are lines
  field('lines');
  // @ts-expect-error nor is one
  field('lines.0');
  // @ts-expect-error there is no such list
  useFormRows(contact, 'name');
  // @ts-expect-error there is no such field
  field('emial');
  // @ts-expect-error there is no such field in an address
  field('address.town');
  // @ts-expect-error there is no such field in a line
  field('lines.0.price');
  // @ts-expect-error a file has no fields
  field('photo.size');
  // @ts-expect-error there is no such choice
  field('topic', 'gossip');
  // @ts-expect-error there is no such field
  labelFor('emial');
  const path = `lines.${contact.data.lines?.length ?? 0}.sku` as const;

  return (
    <form {...contact.form}>
      <label {...labelFor('name')} />
      <input {...field('name')} autoComplete="name" />
      <textarea {...field('address.street')} rows={5} />
      <fieldset {...groupFor('topic')}>
        <input {...field('topic', 'sales')} />
      </fieldset>
      <select {...field('tags')} />
      <input {...field(path)} />
      <input {...field('tags.0')} />
      {useFormRows(contact, 'lines').rows.map(({ key, name }) => (
        <input key={key} {...field(`${name}.sku`)} />
      ))}
      {useFormRows(contact, 'tags').rows.map(({ key, name }) => (
        <input key={key} {...field(name)} />
      ))}
      {contact.schema.fields.map((one) =>
        one.fields ? <ul key={one.name} {...groupFor(one.name)} /> : <input {...field(one.name)} />,
      )}
      <p {...contact.helpFor('name')} className="help" />
      <p {...contact.errorFor('lines.0')} />
    </form>
  );
}

export function Component(): ReactNode {
  return (
    <ContactForm
      initial={{ name: 'Ada' }}
      onSuccess={(data) => expectTypeOf(data).toEqualTypeOf<Sent>()}
      className="contact"
      classNames={{ field: 'row', error: 'red' }}
      texts={{ add: 'More', failure: ({ code }) => code }}
      slots={{
        field: ({ name, error }, standard) => {
          expectTypeOf(error).toEqualTypeOf<FieldError | undefined>();
          // @ts-expect-error there is no such field
          if (name === 'emial') return null;
          return name === 'lines.0.sku' || name === 'photo' ? null : standard;
        },
        input: ({ props, radios, className }, standard) =>
          radios.length > 0 ? standard : <input {...props} className={className} />,
        submit: ({ isSubmitting, children }) => <button aria-busy={isSubmitting}>{children}</button>,
      }}
    />
  );
}

export function WrongComponents(): ReactNode {
  return [
    // @ts-expect-error there is no such field
    <ContactForm key={1} initial={{ emial: 'x' }} />,
    // @ts-expect-error a form answers with a number
    <ContactForm key={2} onSuccess={(data: string) => void data} />,
    // @ts-expect-error there is no such part
    <ContactForm key={3} slots={{ footer: () => null }} />,
    // @ts-expect-error there is no such part
    <ContactForm key={4} classNames={{ footer: 'x' }} />,
    // @ts-expect-error the parts of a submit button are others than those of a field
    <ContactForm key={5} slots={{ submit: ({ name }) => name }} />,
  ];
}

export function Formset(): ReactNode {
  const { rows, add, submit, schema } = useLines({ initial: [{ sku: 'A1' }], onSuccess: () => undefined });
  add({ qty: 1 });
  // @ts-expect-error there is no such field
  add({ price: 1 });
  void submit();
  return rows.map((row) => {
    row.set('qty', 2);
    row.move(0);
    // @ts-expect-error there is no such field
    row.set('price', 2);
    // @ts-expect-error there is no such field
    if (row.index > 9) return <input key={row.key} {...row.field('price')} />;
    return schema.fields.map((one) => <input key={one.name} {...row.field(one.name)} />);
  });
}
