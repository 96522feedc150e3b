import type { TargetName } from '../print/targets.js';

/** `mizan.toml` as it is meant: all paths absolute, all defaults filled in. */
export interface MizanConfig {
  /** The folder of the generated files. */
  readonly output: string;
  readonly targets: readonly TargetName[];
  readonly source: SourceConfig;
}

/** How a program is run. */
export interface CommandConfig {
  /** Added to the environment of `mizan-generate`. */
  readonly env: Readonly<Record<string, string>>;
  /** @default the folder of `mizan.toml` */
  readonly cwd: string;
}

/** Where the IR comes from. */
export type SourceConfig =
  | ({
      readonly kind: 'nest';
      /** The file of the root module. */
      readonly module: string;
      /** @default what `mizan export-ir` takes */
      readonly export?: string;
      /** What to run in place of the project's own `mizan`. */
      readonly command?: readonly string[];
    } & CommandConfig)
  | ({
      readonly kind: 'script';
      /** A program that prints KDL, and its arguments. */
      readonly command: readonly string[];
    } & CommandConfig)
  | ({
      readonly kind: 'django';
      readonly managePath: string;
      /** @default ["python"] */
      readonly command: readonly string[];
    } & CommandConfig)
  | { readonly kind: 'file'; readonly path: string };
