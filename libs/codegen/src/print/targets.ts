import type { ClientPlan } from '../plan/client-plan.js';
import { findPropClashes } from './find-prop-clashes.js';
import { printChannels } from './print-channels.js';
import { printContexts } from './print-contexts.js';
import { printForms } from './print-forms.js';
import { printFunctions } from './print-functions.js';
import { printReactChannels } from './print-react-channels.js';
import { printReactForms } from './print-react-forms.js';
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

export interface Target {
  readonly files: readonly FilePrinter[];
  /** Whatever this target has no way to express, as sentences. */
  readonly findProblems: (plan: ClientPlan) => readonly string[];
}

const stage1: Target = {
  files: [
    { fileName: 'types.ts', typesOnly: true, print: printTypes },
    { fileName: 'functions.ts', typesOnly: false, print: printFunctions },
    { fileName: 'contexts.ts', typesOnly: false, print: printContexts },
    { fileName: 'channels.ts', typesOnly: false, print: printChannels },
    { fileName: 'forms.ts', typesOnly: false, print: printForms },
  ],
  findProblems: () => [],
};

/** By name as in `mizan.toml`. Every target begins with the files of stage 1, which need no framework. */
export const targets = {
  stage1,
  react: {
    files: [
      ...stage1.files,
      { fileName: 'react.ts', typesOnly: false, print: printReact },
      { fileName: 'react-channels.ts', typesOnly: false, print: printReactChannels },
      { fileName: 'react-forms.ts', typesOnly: false, print: printReactForms },
    ],
    findProblems: findPropClashes,
  },
} as const satisfies Readonly<Record<string, Target>>;

export type TargetName = keyof typeof targets;
