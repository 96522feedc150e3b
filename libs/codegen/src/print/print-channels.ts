import type { ClientPlan, PlannedChannel, PlannedType, TypeExpression } from '../plan/client-plan.js';
import { printString } from './literal.js';
import { printImport } from './print-imports.js';
import { namesIn, printType } from './print-type.js';

/** `channels.ts`: a reference to each channel, with the names of its params, and the types of them and of what goes either way. */
export function printChannels({ channels, types }: ClientPlan): string {
  if (channels.length === 0) return '';
  const names = channels
    .flatMap(({ params, clientMessage, serverMessage }) => [params, clientMessage, serverMessage])
    .flatMap((type) => (type === undefined ? [] : namesIn(type)));
  const imports =
    printImport('import', ['channelRef'], '@mizan/client/realtime') +
    printImport('import type', names, './types.js');
  return [imports, ...channels.map((channel) => printChannel(channel, types))].join('\n');
}

function printChannel(channel: PlannedChannel, all: readonly PlannedType[]): string {
  const { refName, wireName, params, clientMessage, serverMessage } = channel;
  const types = [printOr(params, '{}'), printOr(clientMessage, 'never'), printOr(serverMessage, 'never')];
  return `export const ${refName} = /* @__PURE__ */ channelRef<${types.join(', ')}>(${[printString(wireName), ...printParamNames(params, all)].join(', ')});\n`;
}

/** The names as a list; none where they are not known. */
function printParamNames(
  params: TypeExpression | undefined,
  types: readonly PlannedType[],
): readonly string[] {
  if (params === undefined) return ['[]'];
  const type = params.kind === 'name' && types.find(({ name }) => name === params.name);
  if (!type || type.kind !== 'struct') return [];
  return [`[${type.properties.map(({ name }) => printString(name)).join(', ')}]`];
}

function printOr(type: TypeExpression | undefined, otherwise: string): string {
  return type === undefined ? otherwise : printType(type);
}
