import type { ModuleRef } from '@nestjs/core';
import type { MizanIdentity } from '../../identity/index.js';

/** What is known of the request that a form is shown to, checked or submitted by. */
export interface FormCall {
  /** The transport's request object. */
  readonly request: object;
  /** Of the module that holds the form. */
  readonly moduleRef: ModuleRef;
  /** What is filled in so far, as it was sent: nothing of it is checked. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Computes something for one request. Nobody is `null`. */
export type PerRequest<Value> = (who: MizanIdentity | null, call: FormCall) => Value | Promise<Value>;
