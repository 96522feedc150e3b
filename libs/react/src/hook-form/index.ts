'use client';

export { formResolver } from './form-resolver.js';
export { submitForm } from './submit-form.js';

export type { ResolverOptions } from './form-resolver.js';
export type { FormAnswer, RefusedField } from './submit-form.js';
