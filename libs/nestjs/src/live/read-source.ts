import type { InputSource } from '../dispatch/function-call.js';
import type { RegisteredContext } from '../registry/registered-function.js';

/**
 * How the params of an entry are read: as JSON when their types are right, else as a URL would say them, since most
 * entries are read over HTTP, where `7` and `"7"` are one.
 */
export function readSource(context: RegisteredContext | undefined, params: unknown): InputSource {
  const json = { kind: 'json', args: params } as const;
  if (context === undefined || context.members.every(({ input }) => input.peekJson(params) !== undefined))
    return json;
  const text = new URLSearchParams();
  const given: Readonly<Record<string, unknown>> = Object(params);
  for (const [name, value] of Object.entries(given)) {
    if (value === null) continue;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return json;
    text.set(name, String(value));
  }
  return { kind: 'text', params: text };
}
