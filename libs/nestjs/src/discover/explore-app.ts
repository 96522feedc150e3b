import type { DiscoveryService } from '@nestjs/core';
import type { ChannelRecord } from '../channels/channel-record.js';
import { exploreChannels } from '../channels/explore-channels.js';
import { translatedFormsToken } from '../forms/forms-options.js';
import { type Exploration, exploreFunctions } from './explore-functions.js';

/** Everything of an app that clients can reach, as plain data, and what keeps some from being reached. */
export interface AppExploration extends Exploration {
  readonly channels?: readonly ChannelRecord[];
  /** Whether the server says the texts of forms in other languages. @default false */
  readonly translatesForms?: boolean;
}

/** Finds the functions and the channels of an app. Looks at classes only, as {@link exploreFunctions}. */
export function exploreApp(
  discovery: Pick<DiscoveryService, 'getProviders' | 'getControllers'>,
): AppExploration {
  const { functions, problems } = exploreFunctions(discovery);
  const { channels, problems: others } = exploreChannels(discovery);
  // `MizanModule` provides it as a value, which is there in preview mode, too.
  const translatesForms = discovery
    .getProviders()
    .some(({ token, instance }) => token === translatedFormsToken && (instance as unknown) === true);
  return { functions, channels, translatesForms, problems: [...problems, ...others] };
}
