import type { MizanError } from '@mizan/client';
import { channelRef } from '@mizan/client/realtime';
import type { ReactNode } from 'react';
import { expectTypeOf } from 'vitest';
import { createChannelHook } from './index.js';

type Said = { readonly text: string };
type Line = Said & { readonly by: string };
type Room = { readonly room: string; readonly quiet?: boolean | undefined };
const useChatChannel = createChannelHook(channelRef<Room, Said, Line>('chat'));
const useTickerChannel = createChannelHook(channelRef<{}, never, { readonly price: number }>('ticker'));
const useKnockChannel = createChannelHook(channelRef<{ readonly door?: number }, Said, never>('knock'));

export function Results(): ReactNode {
  const { status, messages, last, send, error, gaps } = useChatChannel({ room: 'lobby' });
  expectTypeOf(status).toEqualTypeOf<'idle' | 'connecting' | 'joined' | 'refused'>();
  expectTypeOf(messages).toEqualTypeOf<readonly Line[]>();
  expectTypeOf(last).toEqualTypeOf<Line | undefined>();
  expectTypeOf(send).toEqualTypeOf<(message: Said) => void>();
  expectTypeOf(error).toEqualTypeOf<MizanError | undefined>();
  expectTypeOf(gaps).toEqualTypeOf<number>();
  expectTypeOf(useKnockChannel().last).toEqualTypeOf<undefined>();
  expectTypeOf(useTickerChannel().send).toEqualTypeOf<(message: never) => void>();
  // @ts-expect-error there is no such message
  send({ text: 5 });
  // @ts-expect-error the server alone says who it was
  send({ text: 'hi', by: 'me' });
  // @ts-expect-error it takes no messages
  useTickerChannel().send({ price: 5 });
  // @ts-expect-error nor an empty one
  useTickerChannel().send();
  return messages.length;
}

export function Params({ room }: { readonly room: string | undefined }): ReactNode {
  useChatChannel({ room: 'lobby', quiet: undefined }, { history: 5, onMessage: ({ by }) => void by });
  useChatChannel({ room }, { skip: room === undefined });
  useChatChannel({ room: 'lobby' }, { skip: false });
  useChatChannel(room === undefined ? undefined : { room }, { skip: room === undefined });
  useKnockChannel();
  useKnockChannel({ door: 5 }, {});
  useTickerChannel();
  useTickerChannel({}, { skip: true });
  // @ts-expect-error which room?
  useChatChannel();
  // @ts-expect-error which room?
  useChatChannel({});
  // @ts-expect-error which room?
  useChatChannel({ quiet: true }, { skip: true });
  // @ts-expect-error a room is a text
  useChatChannel({ room: 7 });
  // @ts-expect-error there is no such param
  useChatChannel({ room: 'lobby', id: 7 });
  // @ts-expect-error a param may be unknown only with `skip`
  useChatChannel({ room });
  // @ts-expect-error so may all of them
  useChatChannel(undefined);
  // @ts-expect-error a param may be unknown only with `skip`
  useChatChannel({ room }, { history: 5 });
  // @ts-expect-error it has no params
  useTickerChannel({ room: 'lobby' });
  // @ts-expect-error nor when it is skipped
  useTickerChannel({ room: 'lobby' }, { skip: true });
  // @ts-expect-error there is no such option
  useChatChannel({ room: 'lobby' }, { histories: 5 });
  return null;
}
