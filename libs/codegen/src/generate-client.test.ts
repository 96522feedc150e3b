import type { Ir } from '@mizan/protocol';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { deskIr, socketDeskIr } from './fixture/desk-ir.js';
import { generateClient } from './generate-client.js';
import type { TargetName } from './print/targets.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

function textOf(fileName: string, ir: Ir = deskIr, target: TargetName = 'react'): string {
  return generateClient(ir, [target]).find((file) => file.fileName === fileName)?.text ?? '';
}

function namesOf(targets: readonly TargetName[], ir: Ir = deskIr): readonly string[] {
  return generateClient(ir, targets).map(({ fileName }) => fileName);
}

describe('generateClient', () => {
  it('writes the same few files, and those of React for React only', () => {
    expect(namesOf(['stage1'])).toEqual(['types.ts', 'functions.ts', 'contexts.ts', 'index.ts']);
    expect(namesOf(['react'])).toEqual(['types.ts', 'functions.ts', 'contexts.ts', 'react.ts', 'index.ts']);
    expect(namesOf(['stage1', 'react'])).toEqual(namesOf(['react']));
  });

  it('declares types with their descriptions', () => {
    expect(textOf('types.ts')).toContain(`/** What a customer asks for. */
export type Ticket = {
  readonly id: number;
  /** In one line. */
  readonly subject: string;
  readonly state: 'open' | 'can\\'t fix';
  readonly assignee: string | null;
  readonly comments: readonly Comment[];
  readonly extra?: unknown;
};
`);
  });

  it('gives inputs a type of their own where defaults make a difference', () => {
    expect(textOf('types.ts')).toContain(`/** What a customer asks for. */
export type TicketAsInput = {
  readonly id: number;
  /** In one line. */
  readonly subject: string;
  /** @default "open" */
  readonly state?: 'open' | 'can\\'t fix' | undefined;
  readonly assignee?: string | null | undefined;
  readonly comments: readonly Comment[];
  readonly extra?: unknown;
};
`);
  });

  it('makes a reference and a call of each function', () => {
    expect(textOf('functions.ts')).toContain(`/** Closes a ticket for good. */
export const closeTicketRef = /* @__PURE__ */ functionRef<CloseTicketInput, CloseTicketOutput | null>('close_ticket');

/** Closes a ticket for good. */
export function callCloseTicket(mizan: Mizan, input: CloseTicketInput, options?: CallOptions): Promise<CloseTicketOutput | null> {
  return mizan.call(closeTicketRef, input, options);
}
`);
    expect(textOf('functions.ts'))
      .toContain(`export function callPing(mizan: Mizan, options?: CallOptions): Promise<PingOutput> {
  return mizan.call(pingRef, undefined, options);
}
`);
  });

  it('makes a reference, params, bundle and fetch of each context', () => {
    expect(textOf('contexts.ts')).toContain(`export type TicketContextParams = {
  readonly limit?: number | undefined;
  readonly ticket_id: number;
};

export type TicketContextBundle = {
  readonly history: HistoryOutput;
  /** One ticket with its comments. */
  readonly ticket: TicketOutput;
};

export const ticketContextRef = /* @__PURE__ */ contextRef<TicketContextParams, TicketContextBundle>('ticket', ['ticket_id']);

export function fetchTicketContext(mizan: Mizan, params: TicketContextParams, options?: CallOptions): Promise<TicketContextBundle> {
  return mizan.fetch(ticketContextRef, params, options);
}
`);
  });

  it('makes a provider and hooks for React', () => {
    expect(textOf('react.ts')).toContain(`export { MizanContext, useMizan } from '@mizan/react';
`);
    expect(textOf('react.ts'))
      .toContain(`export const TicketContext = /* @__PURE__ */ createProvider(ticketContextRef);
export const useTicketContext = /* @__PURE__ */ createContextHook(ticketContextRef);
export const useHistory = /* @__PURE__ */ createMemberHook(ticketContextRef, 'history');
/** One ticket with its comments. */
export const useTicket = /* @__PURE__ */ createMemberHook(ticketContextRef, 'ticket');
`);
    expect(textOf('react.ts')).toContain(`/** Closes a ticket for good. */
export const useCloseTicket = /* @__PURE__ */ createFunctionHook(closeTicketRef);
`);
  });

  it('writes channels, and their hooks for React, into files of their own', () => {
    const kernel = ['types.ts', 'functions.ts', 'contexts.ts', 'channels.ts'];
    expect(namesOf(['stage1'], socketDeskIr)).toEqual([...kernel, 'index.ts']);
    expect(namesOf(['react'], socketDeskIr)).toEqual([
      ...kernel,
      'react.ts',
      'react-channels.ts',
      'index.ts',
    ]);
    expect(textOf('index.ts', socketDeskIr)).toContain("export * from './channels.js';");
    expect(textOf('index.ts', socketDeskIr)).toContain("export * from './react-channels.js';");
  });

  it('makes a reference of each channel, with the types of its params, of what it takes and of what it sends', () => {
    const text = textOf('channels.ts', socketDeskIr);
    expect(text.slice(text.indexOf('import'))).toBe(`import { channelRef } from '@mizan/client/realtime';
import type {
  KnockClientMessage,
  KnockParams,
  LivePricesServerMessage,
  RoomClientMessage,
  RoomParams,
  RoomServerMessage,
} from './types.js';

export const knockChannelRef = /* @__PURE__ */ channelRef<KnockParams, KnockClientMessage, never>('knock', ['door']);

export const livePricesChannelRef = /* @__PURE__ */ channelRef<{}, never, LivePricesServerMessage>('live.prices', []);

export const roomChannelRef = /* @__PURE__ */ channelRef<RoomParams, RoomClientMessage, RoomServerMessage>('room', ['ticket_id', 'quiet']);

export const voidChannelRef = /* @__PURE__ */ channelRef<{}, never, never>('void', []);
`);
    expect(textOf('types.ts', socketDeskIr)).toContain(`export type RoomClientMessage = {
  readonly text: string;
  readonly about?: TicketAsInput | null | undefined;
};
`);
    expect(textOf('types.ts', socketDeskIr)).toContain(`export type RoomServerMessage = {
  readonly by: string;
  readonly about: Ticket;
};
`);
  });

  it('makes a hook of each channel', () => {
    const text = textOf('react-channels.ts', socketDeskIr);
    expect(text.slice(text.indexOf('import')))
      .toBe(`import { createChannelHook } from '@mizan/react/realtime';
import { knockChannelRef, livePricesChannelRef, roomChannelRef, voidChannelRef } from './channels.js';

export const useKnockChannel = /* @__PURE__ */ createChannelHook(knockChannelRef);

export const useLivePricesChannel = /* @__PURE__ */ createChannelHook(livePricesChannelRef);

export const useRoomChannel = /* @__PURE__ */ createChannelHook(roomChannelRef);

export const useVoidChannel = /* @__PURE__ */ createChannelHook(voidChannelRef);
`);
  });

  it('says of functions and contexts which of them go over the socket', () => {
    const functions = textOf('functions.ts', socketDeskIr);
    expect(functions).toContain(
      "functionRef<StartTypingInput, StartTypingOutput>('start_typing', { overSocket: true });",
    );
    expect(functions).toContain("('close_ticket');");
    const contexts = textOf('contexts.ts', socketDeskIr);
    expect(contexts).toContain("('presence', [], { overSocket: true });");
    expect(contexts).toContain("('room', ['ticket_id'], { overSocket: true });");
    expect(contexts).toContain("('ticket', ['ticket_id']);");
  });

  it('reads a context over HTTP when one of its functions is not called over the socket', () => {
    const mixed = socketDeskIr.functions.map((node) =>
      node.name === 'history' ? { ...node, transport: 'websocket' as const } : node,
    );
    expect(textOf('contexts.ts', { ...socketDeskIr, functions: mixed })).toContain(
      "('ticket', ['ticket_id']);",
    );
  });

  it('has nothing to say about an empty server', () => {
    const files = generateClient({ types: [], functions: [], contexts: [], channels: [] }, ['stage1']);
    expect(files.map(({ fileName }) => fileName)).toEqual(['index.ts']);
    expect(files[0]?.text).toContain('export {};');
  });

  it.each(['key', 'children', 'live', 'skip'])('refuses a param that React would not hand on: %s', (name) => {
    const params = [{ name, type: 'string' as const, required: true, sharedBy: ['history', 'ticket'] }];
    const ir = { ...deskIr, contexts: deskIr.contexts.map((context) => ({ ...context, params })) };
    expect(() => generateClient(ir, ['react'])).toThrow(
      expect.objectContaining({
        code: 'IR_INVALID',
        message: expect.stringContaining(
          `Context "ticket" has a param "${name}" (from functions "history", "ticket"), which no React`,
        ),
      }),
    );
    expect(generateClient(ir, ['stage1'])).toHaveLength(4);
  });

  it('leaves out the functions of forms, whose types in the IR are not what they take', () => {
    const form = { name: 'ticket', role: 'submit' };
    const functions = deskIr.functions.map((node) =>
      node.name === 'close_ticket' ? { ...node, form } : node,
    );
    expect(textOf('functions.ts', { ...deskIr, functions })).not.toMatch(/closeTicket/i);
  });

  it('does not depend on the order of the IR', () => {
    const { types, functions, contexts, channels } = socketDeskIr;
    const sorted = generateClient(socketDeskIr, ['react']);
    const anyOrder = fc.record({
      types: fc.shuffledSubarray([...types], { minLength: types.length }),
      functions: fc.shuffledSubarray([...functions], { minLength: functions.length }),
      contexts: fc.shuffledSubarray([...contexts], { minLength: contexts.length }),
      channels: fc.shuffledSubarray([...channels], { minLength: channels.length }),
    });
    const check = fc.property(anyOrder, (parts) => {
      expect(generateClient(parts, ['react'])).toEqual(sorted);
    });
    fc.assert(check, { seed });
  });
});
