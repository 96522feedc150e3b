import type { ClientPlan } from '../plan/client-plan.js';
import { printImport } from './print-imports.js';

/** `react-channels.ts`: a hook for each channel. Apart from `react.ts`, which loads nothing of the socket. */
export function printReactChannels({ channels }: ClientPlan): string {
  if (channels.length === 0) return '';
  const refs = channels.map(({ refName }) => refName);
  const imports =
    printImport('import', ['createChannelHook'], '@mizan/react/realtime') +
    printImport('import', refs, './channels.js');
  const hooks = channels.map(
    ({ hookName, refName }) => `export const ${hookName} = /* @__PURE__ */ createChannelHook(${refName});\n`,
  );
  return [imports, ...hooks].join('\n');
}
