import type { KdlPosition } from './kdl-error.js';

export type SourceValue = string | number | boolean | null;

/** A KDL node as it was read, with the place where it begins. */
export interface SourceNode {
  readonly name: string;
  readonly args: readonly SourceValue[];
  readonly props: ReadonlyMap<string, SourceValue>;
  readonly children: readonly SourceNode[];
  readonly position: KdlPosition;
  readonly fileName: string | undefined;
}
