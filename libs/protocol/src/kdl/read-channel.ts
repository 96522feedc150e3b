import type { ChannelNode } from '../ir/ir.js';
import { optional, readLeafText, readParts, readText, refuseProps } from './read-node.js';
import type { SourceNode } from './source-node.js';

const once = ['pascal-name', 'params', 'client-message', 'server-message'] as const;

/** Reads `channel "c" { … }`; `onType` hears of every type that it names. */
export function readChannel(node: SourceNode, onType: (name: string, at: SourceNode) => void): ChannelNode {
  refuseProps(node, []);
  const parts = readParts(node, { once, repeated: [] });
  const readTypeName = (at: SourceNode) => {
    const name = readLeafText(at);
    onType(name, at);
    return name;
  };
  return {
    name: readText(node),
    pascalName: readLeafText(parts.need('pascal-name')),
    ...optional('params', parts.find('params'), readTypeName),
    ...optional('clientMessage', parts.find('client-message'), readTypeName),
    ...optional('serverMessage', parts.find('server-message'), readTypeName),
  };
}
