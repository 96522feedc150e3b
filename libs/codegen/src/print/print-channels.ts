import type { ClientPlan, PlannedChannel, TypeExpression } from '../plan/client-plan.js';
import { printString } from './literal.js';
import { printImport } from './print-imports.js';
import { namesIn, printType } from './print-type.js';

/** `channels.ts`: a reference to each channel, with the types of its params and of what goes either way. */
export function printChannels({ channels }: ClientPlan): string {
  if (channels.length === 0) return '';
  const names = channels
    .flatMap(({ params, clientMessage, serverMessage }) => [params, clientMessage, serverMessage])
    .flatMap((type) => (type === undefined ? [] : namesIn(type)));
  const imports =
    printImport('import', ['channelRef'], '@mizan/client/realtime') +
    printImport('import type', names, './types.js');
  return [imports, ...channels.map(printChannel)].join('\n');
}

function printChannel({ refName, wireName, params, clientMessage, serverMessage }: PlannedChannel): string {
  const types = [printOr(params, '{}'), printOr(clientMessage, 'never'), printOr(serverMessage, 'never')];
  return `export const ${refName} = /* @__PURE__ */ channelRef<${types.join(', ')}>(${printString(wireName)});\n`;
}

function printOr(type: TypeExpression | undefined, otherwise: string): string {
  return type === undefined ? otherwise : printType(type);
}
