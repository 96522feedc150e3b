import type { DiscoveryService } from '@nestjs/core';
import type { ChannelRecord } from '../channels/channel-record.js';
import { exploreChannels } from '../channels/explore-channels.js';
import { type Exploration, exploreFunctions } from './explore-functions.js';

/** Everything of an app that clients can reach, as plain data, and what keeps some from being reached. */
export interface AppExploration extends Exploration {
  readonly channels?: readonly ChannelRecord[];
}

/** Finds the functions and the channels of an app. Looks at classes only, as {@link exploreFunctions}. */
export function exploreApp(
  discovery: Pick<DiscoveryService, 'getProviders' | 'getControllers'>,
): AppExploration {
  const { functions, problems } = exploreFunctions(discovery);
  const { channels, problems: others } = exploreChannels(discovery);
  return { functions, channels, problems: [...problems, ...others] };
}
