export { Csrf } from './csrf.js';
export type { CsrfOptions } from './csrf-options.js';
export type { CsrfRequest } from './request-facts.js';
