import { channelRef } from '@mizan/client/realtime';
import { createChannelHook } from '@mizan/react/realtime';

// What a channel adds to what size-entry-realtime brings.
export * from './size-entry-realtime.test-d.js';
export const useTypingChannel = createChannelHook(
  channelRef<{ readonly ticket_id: number }, { readonly text: string }, { readonly by: string }>('typing'),
);
