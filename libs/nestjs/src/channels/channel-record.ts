import type { ProviderWrapper } from '../discover/function-record.js';
import type { ChannelClass } from './channel-class.js';

/** One channel as it stands in the code, before anything is computed from it. */
export interface ChannelRecord {
  readonly name: string;
  readonly className: string;
  readonly channelClass: ChannelClass;
  readonly host: ProviderWrapper;
}
