import type { ClientPlan } from '../plan/client-plan.js';
import { printTypeDeclaration } from './print-type.js';

/** `types.ts`: what functions take and answer. */
export function printTypes({ types }: ClientPlan): string {
  return types.map(printTypeDeclaration).join('\n');
}
