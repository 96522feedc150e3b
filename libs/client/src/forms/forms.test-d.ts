import { expectTypeOf, it } from 'vitest';
import type { ContactData, ContactInput } from '../fixture/contact-form.js';
import type { FieldPath, FieldValue } from './field-path.js';
import type { FormStore, SubmitResult } from './form-store.js';
import type { FormsetStore } from './formset-store.js';

declare const form: FormStore<ContactInput, ContactData>;
declare const rows: FormsetStore<ContactInput>;

it('fields are named by paths, and hold what their inputs hold', () => {
  expectTypeOf<'name' | 'address' | 'address.street' | 'lines.0.sku' | 'tags.3'>().toExtend<
    FieldPath<ContactInput>
  >();
  expectTypeOf<'nmae' | 'address.city' | 'lines.first' | 'photo.size'>().not.toExtend<
    FieldPath<ContactInput>
  >();
  expectTypeOf<FieldValue<ContactInput, 'address.street'>>().toEqualTypeOf<string | undefined>();
  expectTypeOf<FieldValue<ContactInput, 'lines.0.qty'>>().toEqualTypeOf<string | number | undefined>();
  expectTypeOf<FieldValue<ContactInput, 'photo'>>().toEqualTypeOf<Blob | undefined>();
});

it('a store takes no other names and no other values', () => {
  form.set('lines.1.qty', 3);
  form.set('name', undefined);
  form.set({ urgent: true });
  form.touch('address.zip');
  // @ts-expect-error there is no such field
  form.set('nmae', 'Ada');
  // @ts-expect-error a box is checked or not
  form.set('urgent', 'on');
  // @ts-expect-error there is no such field
  form.set({ nmae: 'Ada' });
  // @ts-expect-error there is no such field
  form.touch('address.city');
  rows.set('1', 'lines.0.sku', 'A');
  // @ts-expect-error a sku is a text
  rows.set('1', 'lines.0.sku', 3);
});

it('a submission says what came of it', () => {
  expectTypeOf(form.submit).returns.resolves.toEqualTypeOf<SubmitResult<ContactData>>();
  expectTypeOf(form.getState().data.lines?.[0]?.sku).toEqualTypeOf<string | undefined>();
});
