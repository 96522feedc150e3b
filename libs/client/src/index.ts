export { createMizan } from './create-mizan.js';
export { createMutation } from './create-mutation.js';
export { httpTransport } from './http-transport.js';
export { idleStore } from './idle-store.js';
export { isMizanError, MizanError } from './mizan-error.js';
export { contextRef, functionRef } from './refs.js';
export { jwtTokens, mwtTokens } from './token-transport.js';
export { withPrevious } from './with-previous.js';

export type { MergeEntry, Params, ParamValue, Target } from '@mizan/protocol';
export type { ContextState, ContextStore, SubscribeOptions } from './context-store.js';
export type { CallOptions, FetchOptions, Mizan, MizanOptions } from './create-mizan.js';
export type { Mutation, MutationState } from './create-mutation.js';
export type { HttpOptions, Tokens } from './http-transport.js';
export type {
  ContextRef,
  FunctionRef,
  FunctionRefOptions,
  GivenParams,
  InputFirst,
  LooseParams,
  ParamsFirst,
  RefOptions,
} from './refs.js';
export type { BodyWriter, Bundle, CallRequest, ContextRequest, Transport, WrittenBody } from './transport.js';
