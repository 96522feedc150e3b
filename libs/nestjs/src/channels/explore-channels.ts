import type { DiscoveryService } from '@nestjs/core';
import type { ProviderWrapper } from '../discover/function-record.js';
import type { BootProblem } from '../errors/index.js';
import { readChannelMetadata } from './channel.decorator.js';
import type { ChannelClass } from './channel-class.js';
import type { ChannelRecord } from './channel-record.js';
import { findChannelProblems } from './find-channel-problems.js';

/** Every channel of an app as plain data, and what is wrong with them. */
export interface ChannelExploration {
  readonly channels: readonly ChannelRecord[];
  readonly problems: readonly BootProblem[];
}

/** Finds the classes that `@MizanChannel` decorates among the providers. Works in Nest's preview mode, too. */
export function exploreChannels(
  discovery: Pick<DiscoveryService, 'getProviders' | 'getControllers'>,
): ChannelExploration {
  const providers = discovery.getProviders();
  const found = providers.flatMap(readChannel);
  const channels = found.filter(
    ({ channelClass }, index) => found.findIndex((other) => other.channelClass === channelClass) === index,
  );
  return {
    channels,
    problems: [
      ...channels.flatMap(findChannelProblems),
      ...channels.flatMap((channel) => findTwice(channel, found)),
      ...providers.flatMap(findMadeByHand),
      ...discovery.getControllers().flatMap(findController),
    ],
  };
}

function readChannel(host: ProviderWrapper): readonly ChannelRecord[] {
  const { metatype, isAlias, isNotMetatype } = host;
  const metadata = isAlias || isNotMetatype ? undefined : readChannelMetadata(metatype);
  if (metadata === undefined) return [];
  // The decorator is on a class, which is what the metatype of a provider of this kind is.
  const channelClass = metatype as ChannelClass;
  return [{ name: metadata.name, className: channelClass.name, channelClass, host }];
}

function findTwice(channel: ChannelRecord, found: readonly ChannelRecord[]): readonly BootProblem[] {
  const count = found.filter(({ channelClass }) => channelClass === channel.channelClass).length;
  if (count === 1) return [];
  return [
    {
      where: channel.className,
      problem: `it is provided ${count} times, so it is not clear which instance answers`,
      fix: 'Provide it in one module, export it there and import that module elsewhere.',
    },
  ];
}

// A factory has not run in preview mode: only its token can be looked at then.
function findMadeByHand({
  isNotMetatype,
  isAlias,
  token,
  instance,
}: ProviderWrapper): readonly BootProblem[] {
  if (!isNotMetatype || isAlias) return [];
  const made: unknown = typeof instance === 'object' && instance !== null ? instance.constructor : token;
  const channel = [made, token].find((one) => readChannelMetadata(one) !== undefined);
  if (typeof channel !== 'function') return [];
  return [
    {
      where: channel.name,
      problem: 'a factory or a value makes this channel',
      fix: 'Provide the class itself, or by useClass, and give it what the factory knew by injection.',
    },
  ];
}

function findController({ metatype }: ProviderWrapper): readonly BootProblem[] {
  if (typeof metatype !== 'function' || readChannelMetadata(metatype) === undefined) return [];
  return [
    {
      where: metatype.name,
      problem: 'it is a controller, and channels are providers',
      fix: 'Move what is a channel to a class of its own, in the providers.',
    },
  ];
}
