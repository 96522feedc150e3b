import { expect, it } from 'vitest';
import { MizanError } from './mizan-error.js';

it('says what is wrong with which field of an input', () => {
  const fields = { title: ['Too long', 'Too dull'], 'filter.states.0': ['Unknown'] };
  const error = new MizanError('VALIDATION_ERROR', 'Wrong', 422, { fields });
  expect(error.fields).toEqual(fields);
  expect(error.fields['title']?.[0]).toBe('Too long');
  expect(error.fields['other']).toBeUndefined();
});

it.each([
  new MizanError('NETWORK_ERROR', 'No answer'),
  new MizanError('VALIDATION_ERROR', 'Wrong', 422),
  new MizanError('VALIDATION_ERROR', 'Wrong', 422, { fields: ['title'] }),
  new MizanError('CONFLICT', 'Not like this', 409, { fields: { title: 'taken' } }),
])('has no fields for another failure: $code $details', (error) => {
  expect(error.fields).toEqual({});
});
