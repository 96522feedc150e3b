import type { ChannelFrame } from '../channels/index.js';
import type { LiveEntry } from '../live/index.js';

/** What a call is known by; echoed as it came (PROTOCOL 11). */
export type FrameId = string | number;

/** A frame of a client, decoded. */
export type ClientFrame =
  | {
      readonly kind: 'rpc';
      readonly id: FrameId;
      readonly fn: string;
      readonly args: unknown;
      readonly change?: string | undefined;
    }
  | { readonly kind: 'ctx'; readonly id: FrameId; readonly context: string; readonly params: unknown }
  | { readonly kind: 'watch'; readonly id: FrameId; readonly contexts: readonly LiveEntry[] }
  | ChannelFrame
  | BadFrame;

/** A frame that asks for nothing that can be done. Without an id, nobody waits for its answer. */
export interface BadFrame {
  readonly kind: 'bad';
  readonly id?: FrameId | undefined;
  readonly problem: string;
}
