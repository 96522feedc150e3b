import { readFileSync } from 'node:fs';

import type { Ir } from '@mizan/protocol';
import { parseKdl } from '@mizan/protocol/kdl';
import ts from 'typescript';
import { expect, it } from 'vitest';

import { checkTypes } from './fixture/check-types.js';
import { collisionsIr } from './fixture/collisions-ir.js';
import { deskIr, socketDeskIr } from './fixture/desk-ir.js';
import { formsIr } from './fixture/forms-ir.js';
import { generatedFolder } from './fixture/generated-folder.js';
import { anyKeywordsIn, readGenerated } from './fixture/read-generated.js';
import { generateClient } from './generate-client.js';

const fixture = new URL('../../../test/conformance/vectors/fixture.kdl', import.meta.url);
const fixtureIr = parseKdl(readFileSync(fixture, 'utf8'));
const emptyIr: Ir = { types: [], functions: [], contexts: [], channels: [] };

/** Right uses compile; wrong ones must not, or the directive above them is an error itself. */
const uses = `
import type { Mizan } from '@mizan/client';
import {
  callCloseTicket, callImportTickets, callPing, callSearch, fetchGlobalContext, fetchTicketContext, GlobalContext,
  MizanContext, type Ticket, TicketContext, type TicketAsInput, useCloseTicket, useMizan, useTicket, useTicketContext, useUnreadCount,
} from './index.js';

export function View() {
  const mizan: Mizan = useMizan();
  const { data, status, refetch } = useTicketContext();
  const loaded = useTicket({ suspense: true });
  const subject: string = loaded.subject;
  const perhaps: string | undefined = useTicket()?.subject;
  const unread: number | undefined = useUnreadCount()?.result;
  const close = useCloseTicket();
  const submit = async () => {
    const closed = await close.mutate({ ticket_id: 7 });
    return closed === null ? refetch() : fetchTicketContext(mizan, { ticket_id: closed.id });
  };
  // @ts-expect-error the value may not be there yet
  const early: string = useTicket().subject;
  // @ts-expect-error a reason is a text
  void close.mutate({ ticket_id: 7, reason: 5 });
  // @ts-expect-error which ticket?
  void close.mutate({});
  // @ts-expect-error no such field
  void close.mutate({ ticket_id: 7, ticketId: 7 });
  return <p onClick={() => void submit()}>{[status, subject, perhaps, unread, early, data?.history.result[0]]}</p>;
}

export const right = (mizan: Mizan, limit: number | undefined) => (
  <MizanContext client={mizan}>
    <GlobalContext><TicketContext ticket_id={7} limit={limit} /></GlobalContext>
    <TicketContext ticket_id={undefined} skip />
  </MizanContext>
);
// @ts-expect-error which ticket?
export const missing = <TicketContext />;
// @ts-expect-error a number
export const wrongType = <TicketContext ticket_id="7" />;
// @ts-expect-error no such param
export const unknownParam = <TicketContext ticket_id={7} id={7} />;

export async function calls(mizan: Mizan, given: TicketAsInput) {
  const pong: boolean = (await callPing(mizan)).result;
  const found = await callSearch(mizan);
  const [imported] = await callImportTickets(mizan, { tickets: [given, { id: 1, subject: 'x', comments: [] }] });
  const again: Ticket | undefined = imported;
  const unread: number = (await fetchGlobalContext(mizan)).unread_count.result;
  const limited = await fetchTicketContext(mizan, { ticket_id: 7, limit: undefined });
  const state: 'open' | "can't fix" = limited.ticket.state;
  // @ts-expect-error what comes from the server is not changed in place
  limited.ticket.comments.push({ text: 'x', replies: [] });
  // @ts-expect-error no such field
  void limited.ticket.nothing;
  // @ts-expect-error open data is not known
  void limited.ticket.extra.length;
  // @ts-expect-error it takes nothing
  void callPing(mizan, { ticket_id: 7 });
  // @ts-expect-error which ticket?
  void fetchTicketContext(mizan, {});
  // @ts-expect-error which ticket?
  void callCloseTicket(mizan);
  return [pong, 'subject' in found ? found.subject : found.replies, again, unread, state];
}
`;

const socketUses = `
import type { Mizan } from '@mizan/client';
import { channelStore } from '@mizan/client/realtime';
import {
  callStartTyping, roomChannelRef, type RoomServerMessage, useKnockChannel, useLivePricesChannel, useOnlookers,
  useRoomChannel, useStartTyping, useVoidChannel,
} from './index.js';

export function Room({ id }: { readonly id: number | undefined }) {
  const room = useRoomChannel({ ticket_id: 7 });
  const messages: readonly RoomServerMessage[] = room.messages;
  const by: string | undefined = room.last?.by;
  const quiet = useRoomChannel({ ticket_id: 7, quiet: true }, { history: 5, onMessage: ({ about }) => void about.subject });
  const perhaps = useRoomChannel({ ticket_id: id }, { skip: id === undefined });
  const prices = useLivePricesChannel();
  const price: number | undefined = prices.last?.price;
  const knock = useKnockChannel();
  const door = useKnockChannel({ door: 'front' });
  const none = useVoidChannel({}, { skip: true });
  const typing = useStartTyping();
  const onlookers: readonly string[] | undefined = useOnlookers()?.result;
  const speak = () => {
    room.send({ text: 'hi' });
    room.send({ text: 'hi', about: { id: 1, subject: 'x', comments: [] } });
    knock.send({});
    void typing.mutate({ ticket_id: 7 });
    // @ts-expect-error a text
    room.send({ text: 5 });
    // @ts-expect-error the text is missing
    room.send({});
    // @ts-expect-error the server alone says who it was
    room.send({ text: 'hi', by: 'me' });
    // @ts-expect-error it takes no messages
    prices.send({ price: 5 });
    // @ts-expect-error it takes no messages
    none.send();
    // @ts-expect-error which ticket?
    void typing.mutate();
  };
  // @ts-expect-error which ticket?
  useRoomChannel();
  // @ts-expect-error which ticket?
  useRoomChannel({});
  // @ts-expect-error a number
  useRoomChannel({ ticket_id: '7' });
  // @ts-expect-error no such param
  useRoomChannel({ ticket_id: 7, ticketId: 7 });
  // @ts-expect-error unknown params without skip
  useRoomChannel({ ticket_id: id });
  // @ts-expect-error it has no params
  useLivePricesChannel({ ticket_id: 7 });
  // @ts-expect-error it sends no messages
  void knock.last.door;
  // @ts-expect-error no such field
  void room.last?.nothing;
  return <p onClick={speak}>{[messages.length, by, quiet.status, perhaps.gaps, price, door.error?.code, onlookers]}</p>;
}

export async function listen(mizan: Mizan) {
  const started: boolean = (await callStartTyping(mizan, { ticket_id: 7 })).result;
  const store = channelStore(mizan, roomChannelRef, { ticket_id: 7 });
  const by: string | undefined = store.getState().last?.by;
  store.send({ text: 'hi' });
  // @ts-expect-error a text
  store.send({ text: 5 });
  // @ts-expect-error which ticket?
  channelStore(mizan, roomChannelRef, {});
  return [started, by];
}
`;

const formUses = `
import type { Mizan } from '@mizan/client';
import { createForm, createFormset } from '@mizan/client/forms';
import {
  callSetAvatar, type ContactData, ContactForm, contactForm, type ContactInput, contactSchema, type ContactValues,
  orderLineForm, useContactForm, useOrderLineFormset,
} from './index.js';

export function Contact() {
  const form = useContactForm({
    initial: { name: 'Ada', address: { street: 'x' } },
    onSuccess: ({ number }) => number.toFixed(),
  });
  const name: string | undefined = form.data.name;
  form.set('address.street', 'y');
  form.set('stops.0.house', '3');
  form.set({ age: 18, topic: 'sales', tags: ['a'] });
  // @ts-expect-error no such field
  form.set('address.town', 'y');
  // @ts-expect-error a box says yes or no
  form.set('urgent', 'maybe');
  // @ts-expect-error no such field
  useContactForm({ initial: { nickname: 'x' } });
  const lines = useOrderLineFormset();
  return <><input {...form.field('email')} /><ContactForm onSuccess={(data: ContactData) => data.number} />{name}{lines.rows.length}</>;
}

export async function stores(mizan: Mizan, photo: Blob, input: ContactInput) {
  const store = createForm(mizan, contactForm, { initial: input });
  const result = await store.submit();
  const number: number | undefined = result.success ? result.data.number : undefined;
  createFormset(mizan, orderLineForm).add({ sku: 'A', qty: '3' });
  const read = contactSchema['~standard'].validate(input);
  const values: ContactValues | undefined = 'value' in read ? read.value : undefined;
  const parsed = contactSchema.safeParse(input);
  const topic: 'sales' | 'help' | undefined = parsed.success ? parsed.data.topic : undefined;
  const house: number | undefined = values?.stops?.[0]?.house;
  await callSetAvatar(mizan, { photo });
  // @ts-expect-error a file
  await callSetAvatar(mizan, { photo: 'x' });
  // @ts-expect-error the server alone says who it is by
  void values?.by;
  return [number, topic, house];
}
`;

it('compiles as strictly as can be, and refuses wrong uses', { timeout: 120_000 }, () => {
  const folders = [
    generatedFolder(deskIr, { 'uses.tsx': uses }),
    generatedFolder(socketDeskIr, { 'uses.tsx': socketUses }),
    generatedFolder(formsIr, { 'uses.tsx': formUses }),
    generatedFolder(fixtureIr),
    generatedFolder(collisionsIr),
    generatedFolder(emptyIr),
  ];
  const node = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext };
  const bundler = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
  expect(checkTypes(folders, node)).toEqual([]);
  expect(checkTypes(folders, bundler)).toEqual([]);
});

it.each([
  ['the desk', deskIr],
  ['the desk with a socket', socketDeskIr],
  ['forms', formsIr],
  ['the fixture', fixtureIr],
  ['colliding names', collisionsIr],
  ['nothing', emptyIr],
])('never says any, and turns linters off once a file, for %s', (_, ir) => {
  const files = generateClient(ir, ['react']);
  expect(files.length).toBeGreaterThan(0);
  for (const { fileName, text } of files) {
    expect([fileName, anyKeywordsIn(readGenerated(fileName, text))]).toEqual([fileName, []]);
    expect([fileName, text.match(/eslint-disable.*/g)]).toEqual([fileName, ['eslint-disable */']]);
  }
});
