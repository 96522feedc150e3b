import type { ChannelNode } from '@mizan/protocol';

import type { PlannedChannel, TypeExpression } from './client-plan.js';
import type { NameIndex } from './name-index.js';
import type { Direction } from './type-usage.js';

/** The names and types of one channel. */
export function planChannel(node: ChannelNode, names: NameIndex): PlannedChannel {
  const { name, params, clientMessage, serverMessage } = node;
  const typeOf = (ref: string, direction: Direction): TypeExpression => ({
    kind: 'name',
    name: names.typeName(ref, direction),
  });
  return {
    ...names.channelNames(name),
    wireName: name,
    ...(params === undefined ? {} : { params: typeOf(params, 'input') }),
    ...(clientMessage === undefined ? {} : { clientMessage: typeOf(clientMessage, 'input') }),
    ...(serverMessage === undefined ? {} : { serverMessage: typeOf(serverMessage, 'output') }),
  };
}
