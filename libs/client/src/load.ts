import type { MizanError } from './mizan-error.js';
import type { Bundle } from './transport.js';

/** One wish for newer data. It outlives its requests: each invalidation replaces the request, none the promise. */
export interface Load {
  readonly promise: Promise<Bundle>;
  readonly resolve: (data: Bundle) => void;
  readonly reject: (error: MizanError) => void;
  request: AbortController | undefined;
}

export function createLoad(): Load {
  let settle: Pick<Load, 'resolve' | 'reject'> | undefined;
  const promise = new Promise<Bundle>((resolve, reject) => {
    settle = { resolve, reject };
  });
  // Whoever only subscribes sees a failure in the state and awaits nothing.
  promise.catch(() => undefined);
  return {
    promise,
    resolve: (data) => settle?.resolve(data),
    reject: (error) => settle?.reject(error),
    request: undefined,
  };
}
