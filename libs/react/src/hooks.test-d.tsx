import type { MizanError } from '@mizan/client';
import { contextRef, functionRef } from '@mizan/client';
import type { ReactNode } from 'react';
import { expectTypeOf } from 'vitest';
import {
  createContextHook,
  createFunctionHook,
  createMemberHook,
  createProvider,
  MizanContext,
} from './index.js';

type Ticket = { readonly title: string };
type Bundle = { readonly ticket: Ticket; readonly owner: Ticket | null };
const ticketRef = contextRef<{ readonly ticket_id: number; readonly limit?: number | undefined }, Bundle>(
  'ticket',
  ['ticket_id'],
);
const TicketContext = createProvider(ticketRef);
const GlobalContext = createProvider(contextRef<{}, { readonly count: number }>('global'));
const useTicketContext = createContextHook(ticketRef);
const useTicket = createMemberHook(ticketRef, 'ticket');
const useOwner = createMemberHook(ticketRef, 'owner');
const useClose = createFunctionHook(
  functionRef<{ readonly ticket_id: number }, { readonly ok: boolean }>('close'),
);
const useSignOut = createFunctionHook(functionRef<void, null>('sign_out'));

export function Values(): ReactNode {
  expectTypeOf(useTicket()).toEqualTypeOf<Ticket | undefined>();
  expectTypeOf(useTicket({ suspense: false })).toEqualTypeOf<Ticket | undefined>();
  expectTypeOf(useTicket({ suspense: true })).toEqualTypeOf<Ticket>();
  expectTypeOf(useOwner({ suspense: true })).toEqualTypeOf<Ticket | null>();
  const { data, status, error, refetch } = useTicketContext();
  expectTypeOf(data).toEqualTypeOf<Bundle | undefined>();
  expectTypeOf(status).toEqualTypeOf<'idle' | 'loading' | 'ready' | 'refreshing' | 'error'>();
  expectTypeOf(error).toEqualTypeOf<MizanError | undefined>();
  expectTypeOf(refetch).toEqualTypeOf<() => Promise<Bundle>>();
  const close = useClose();
  expectTypeOf(close.mutate({ ticket_id: 7 })).toEqualTypeOf<Promise<{ readonly ok: boolean }>>();
  expectTypeOf(close.isPending).toEqualTypeOf<boolean>();
  expectTypeOf(useSignOut().mutate()).toEqualTypeOf<Promise<null>>();
  // @ts-expect-error the input is missing
  void close.mutate();
  // @ts-expect-error there is no such field
  void close.mutate({ ticket_id: 7, id: 7 });
  // @ts-expect-error a field has the wrong type
  void close.mutate({ ticket_id: '7' });
  // @ts-expect-error an event is not an input
  const onEvent: (event: Event) => unknown = useSignOut().mutate;
  return String(onEvent);
}

export function Providers({ id }: { readonly id: number | undefined }): ReactNode {
  return (
    <>
      <TicketContext ticket_id={7}>text</TicketContext>
      <TicketContext ticket_id={7} limit={undefined} />
      <TicketContext ticket_id={id} skip={id === undefined} />
      <TicketContext ticket_id={undefined} skip />
      <TicketContext ticket_id={7} live />
      <TicketContext ticket_id={undefined} skip live={undefined} />
      <GlobalContext live={false}>text</GlobalContext>
      <GlobalContext skip />
      {/* @ts-expect-error a required param is missing */}
      <TicketContext />
      {/* @ts-expect-error a required param is missing */}
      <TicketContext skip />
      {/* @ts-expect-error a required param may be unknown, and nothing says that it is skipped then */}
      <TicketContext ticket_id={id} />
      {/* @ts-expect-error a param has the wrong type */}
      <TicketContext ticket_id="7" />
      {/* @ts-expect-error a param has the wrong type, skipped or not */}
      <TicketContext ticket_id="7" skip />
      {/* @ts-expect-error there is no such param */}
      <TicketContext ticket_id={7} id={7} />
      {/* @ts-expect-error the context has no params */}
      <GlobalContext id={7} />
      {/* @ts-expect-error live or not */}
      <GlobalContext live="yes" />
      {/* @ts-expect-error the client is missing */}
      <MizanContext />
    </>
  );
}

// @ts-expect-error the context has no such function
createMemberHook(ticketRef, 'comments');
