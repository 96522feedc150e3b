import type { MizanError } from '../mizan-error.js';
import type { Frame } from './frame.js';
import { frameFailure, notRun } from './frame-failure.js';
import { frameKey } from './frame-key.js';

/** What a frame says about a place. */
export type ChannelNews =
  | { readonly kind: 'gap' }
  | { readonly kind: 'joined' }
  | { readonly kind: 'left' }
  | { readonly kind: 'message'; readonly data: unknown }
  | { readonly kind: 'failed'; readonly error: MizanError };

/** How frames name a place. */
export interface PlaceName {
  /** What errors about it are answered by. */
  readonly id: string;
  readonly channel: string;
  readonly params: object;
  /** {@link frameKey} of it. */
  readonly key: string;
}

/** What a frame says about one place, if anything. */
export function readChannelNews(frame: Frame, { id, channel, key }: PlaceName): ChannelNews | undefined {
  const { data, error, type } = frame;
  if (type === 'gap') return { kind: 'gap' };
  const isNamed = frameKey(frame['channel'], frame['params']) === key;
  if (error) {
    // Errors name their place by its id, or by its params, or else their channel only.
    const isOurs = frame['id']
      ? frame['id'] === id
      : frame['params']
        ? isNamed
        : frame['channel'] === channel;
    // Without an id, it is a text.
    const failure = frameFailure(
      typeof error === 'string' ? { code: 'CHANNEL_ERROR', message: error } : error,
    );
    return isOurs && failure !== notRun ? { kind: 'failed', error: failure } : undefined;
  }
  if (!isNamed) return undefined;
  if (frame['subscribed']) return { kind: 'joined' };
  if (frame['unsubscribed']) return { kind: 'left' };
  return type === 'ServerMessage' ? { kind: 'message', data } : undefined;
}
