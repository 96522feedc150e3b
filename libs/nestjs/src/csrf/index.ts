export { Csrf } from './csrf.js';
export type { SessionAnswer } from './csrf.js';
export { findCsrfProblems } from './csrf-options.js';
export type { CsrfOptions } from './csrf-options.js';
export type { CsrfRequest } from './request-facts.js';
