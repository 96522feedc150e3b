import type { ClientPlan } from '../plan/client-plan.js';
import { printContexts } from './print-contexts.js';
import { printFunctions } from './print-functions.js';
import { printReact } from './print-react.js';
import { printTypes } from './print-types.js';

/** One file of a target. */
export interface FilePrinter {
  readonly fileName: string;
  /** It declares types only. */
  readonly typesOnly: boolean;
  /** The text of the file; empty when there is nothing to say, and then there is no such file. */
  readonly print: (plan: ClientPlan) => string;
}

const stage1: readonly FilePrinter[] = [
  { fileName: 'types.ts', typesOnly: true, print: printTypes },
  { fileName: 'functions.ts', typesOnly: false, print: printFunctions },
  { fileName: 'contexts.ts', typesOnly: false, print: printContexts },
];

/** The files of each target. Every target begins with those of stage 1, which need no framework. */
export const targets = {
  stage1,
  react: [...stage1, { fileName: 'react.ts', typesOnly: false, print: printReact }],
} as const satisfies Readonly<Record<string, readonly FilePrinter[]>>;

export type TargetName = keyof typeof targets;
