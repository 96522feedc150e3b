import type { VclOptions } from '@mizan/protocol';

/** What the program asks of the process that loads the app. */
export interface ExportJob {
  readonly document: 'ir' | 'manifest';
  /** An absolute path. */
  readonly file: string;
  /** The name of the root module's class. */
  readonly exported: string;
  readonly globalPrefix?: string | undefined;
  /** Set where the manifest is printed as a configuration for Varnish. */
  readonly vcl?: VclOptions | undefined;
}

/** What that process answers, as JSON. */
export type ExportResult =
  | { readonly kind: 'document'; readonly text: string; readonly warning?: string }
  | { readonly kind: 'failure'; readonly message: string };

/** The file descriptor that the answer is written to: 1 is the app's, and goes to stderr. */
export const resultDescriptor = 3;
