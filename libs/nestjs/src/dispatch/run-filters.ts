import type { Exchange } from './exchange.js';
import type { FunctionCall } from './function-call.js';
import type { FunctionPipeline } from './function-pipeline.js';

/** What the filters made of an error: they answered, or this is the error that counts now. */
export type FilterVerdict =
  { readonly kind: 'answered' } | { readonly kind: 'error'; readonly error: unknown };

/**
 * Shows an error to the filters around a function, once. A filter can answer the request itself, throw another error,
 * or return one; any other value that it returns changes nothing, since a failure never becomes a success.
 */
export async function runFilters(
  pipeline: FunctionPipeline,
  exchange: Exchange,
  call: FunctionCall,
  error: unknown,
): Promise<FilterVerdict> {
  const watch = exchange.watchResponse();
  call.error = error;
  let result = error;
  try {
    const returned = await pipeline.filter(exchange, call);
    if (returned instanceof Error) result = returned;
  } catch (thrown) {
    // A filter that returns nothing comes this way too: Nest throws the error on.
    result = thrown;
  } finally {
    watch.stop();
  }
  return watch.isAnswered() ? { kind: 'answered' } : { kind: 'error', error: result };
}
