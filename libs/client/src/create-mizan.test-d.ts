import { expectTypeOf } from 'vitest';
import type { MizanError } from './mizan-error.js';
import {
  type ContextRef,
  contextRef,
  type ContextStore,
  createMizan,
  createMutation,
  functionRef,
  httpTransport,
  jwtTokens,
  mwtTokens,
} from './index.js';

const mizan = createMizan();

type Bundle = { readonly ticket: { readonly title: string } };
const ticket = contextRef<{ readonly ticket_id: number; readonly limit?: number | undefined }, Bundle>(
  'ticket',
  ['ticket_id'],
);
const list = contextRef<
  { readonly status?: 'open' | 'closed' | undefined },
  { readonly tickets: readonly string[] }
>('list');
const global = contextRef<{}, { readonly count: number }>('global');
const rename = functionRef<
  { readonly ticket_id: number; readonly title: string; readonly note?: string },
  { readonly ok: boolean }
>('rename');
const search = functionRef<{ readonly text?: string }, readonly string[]>('search');
const anything = functionRef<Readonly<Record<string, never>>, null>('anything');
const signOut = functionRef<void, { readonly ok: boolean }>('sign_out');

// Results have the types that the refs carry.
expectTypeOf(mizan.call(rename, { ticket_id: 7, title: 'a' })).toEqualTypeOf<
  Promise<{ readonly ok: boolean }>
>();
expectTypeOf(mizan.fetch(ticket, { ticket_id: 7 })).toEqualTypeOf<Promise<Bundle>>();
expectTypeOf(mizan.context(ticket, { ticket_id: 7, limit: undefined })).toEqualTypeOf<ContextStore<Bundle>>();
expectTypeOf(mizan.context(global).getState().data).toEqualTypeOf<{ readonly count: number } | undefined>();
expectTypeOf(mizan.context(global).getState().error).toEqualTypeOf<MizanError | undefined>();
expectTypeOf(createMutation(mizan, rename).mutate).returns.toEqualTypeOf<Promise<{ readonly ok: boolean }>>();

// What is not required may be left out.
void mizan.fetch(list);
void mizan.fetch(list, {}, { signal: AbortSignal.abort() });
void mizan.fetch(list, { status: 'open' });
void mizan.fetch(global, {}, {});
void mizan.call(search);
void mizan.call(search, { text: 'a' });
void mizan.call(anything);
void mizan.call(anything, {});
void mizan.call(signOut);
void mizan.call(signOut, undefined, { signal: AbortSignal.abort() });
void createMutation(mizan, signOut).mutate();

// @ts-expect-error a required param is missing
void mizan.fetch(ticket);
// @ts-expect-error a required param is missing
void mizan.fetch(ticket, {});
// @ts-expect-error a required param is missing
mizan.context(ticket, { limit: 1 });
// @ts-expect-error a required param is unknown
mizan.context(ticket, { ticket_id: undefined });
// @ts-expect-error a param has the wrong type
mizan.context(ticket, { ticket_id: '7' });
// @ts-expect-error a param has a value that it cannot have
void mizan.fetch(list, { status: 'lost' });
// @ts-expect-error there is no such param
void mizan.fetch(ticket, { ticket_id: 7, id: 7 });
// @ts-expect-error the context has no params
void mizan.fetch(global, { id: 7 });
// @ts-expect-error the context has no params
mizan.context(global, { id: 7 });

// @ts-expect-error the input is missing
void mizan.call(rename);
// @ts-expect-error a required field is missing
void mizan.call(rename, { ticket_id: 7 });
// @ts-expect-error a field has the wrong type
void mizan.call(rename, { ticket_id: '7', title: 'a' });
// @ts-expect-error there is no such field
void mizan.call(rename, { ticket_id: 7, title: 'a', titel: 'a' });
// @ts-expect-error an optional field is left out, not undefined
void mizan.call(rename, { ticket_id: 7, title: 'a', note: undefined });
// @ts-expect-error the function has no input
void mizan.call(signOut, { id: 7 });
// @ts-expect-error there is no such field
void createMutation(mizan, search).mutate({ query: 'a' });

// @ts-expect-error the bundle has no such function
expectTypeOf(mizan.context(ticket, { ticket_id: 7 }).getState().data?.comments).toBeUndefined();
// @ts-expect-error state is read only
mizan.context(global).getState().status = 'ready';
// @ts-expect-error a target has a name
mizan.invalidate({ params: { id: 7 } });
// @ts-expect-error a param of a target is a text, a number, a boolean or null
mizan.invalidate([{ context: 'ticket', params: { ticket_id: [7] } }]);

// A context is not a function, nor the other way round.
// @ts-expect-error its bundle is not this one
const other: ContextRef<{}, { readonly nothing: number }> = ticket;
void other;

createMizan({ tokens: mwtTokens() });
createMizan({ tokens: jwtTokens() });
createMizan({ tokens: false });
// @ts-expect-error only pages that use tokens carry their code, so that they are given as a value
createMizan({ tokens: 'mwt' });
// @ts-expect-error it is called
createMizan({ tokens: mwtTokens });
createMizan({ transport: httpTransport({ tokens: mwtTokens() }) });
createMizan({ transport: undefined, tokens: mwtTokens() });
// @ts-expect-error a transport of one's own would leave them out
createMizan({ transport: httpTransport(), tokens: mwtTokens() });

declare const failure: MizanError;
expectTypeOf(failure.fields).toEqualTypeOf<Readonly<Record<string, readonly string[]>>>();
