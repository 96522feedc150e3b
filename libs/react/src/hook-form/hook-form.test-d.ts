import type { Mizan } from '@mizan/client';
import type { FormRef } from '@mizan/client/forms';
import { useForm } from 'react-hook-form';
import { expectTypeOf } from 'vitest';
import { formResolver, submitForm } from './index.js';

interface ContactInput {
  readonly name?: string;
  readonly age?: string | number;
  readonly lines?: readonly { readonly sku?: string }[];
}

interface ContactValues {
  readonly name: string;
  readonly age?: number;
}

declare const contactForm: FormRef<ContactInput, ContactValues, { readonly number: number }>;
declare const mizan: Mizan;

export function useContact(): void {
  // All types come from the form.
  const { register, handleSubmit, setError } = useForm({ resolver: formResolver(contactForm) });
  register('lines.0.sku');
  // @ts-expect-error there is no such field
  register('emial');
  void handleSubmit(async (values) => {
    expectTypeOf(values).toEqualTypeOf<ContactValues>();
    const answer = await submitForm(mizan, contactForm, values);
    if (answer.success) expectTypeOf(answer.data).toEqualTypeOf<{ readonly number: number }>();
    else for (const { path, error } of answer.errors) setError(path, error);
    // @ts-expect-error a name is required
    await submitForm(mizan, contactForm, { name: 5 });
  });
}
