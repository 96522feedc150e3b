import type { Ir } from '@mizan/protocol';

import { planClient } from './plan/plan-client.js';
import { printClient, type GeneratedFile } from './print/print-client.js';
import type { TargetName } from './print/targets.js';

/**
 * The whole typed client for an IR, as texts: nothing is read or written.
 *
 * @throws {GenerateError} `IR_INVALID` when the IR contradicts itself, or a target has no way to express it.
 */
export function generateClient(ir: Ir, targetNames: readonly TargetName[]): readonly GeneratedFile[] {
  return printClient(planClient(ir), targetNames);
}
