/** Where something stands in a KDL text; both count from 1. */
export interface KdlPosition {
  readonly line: number;
  readonly column: number;
}

/**
 * - `KDL_SYNTAX`: the text is no KDL 2.
 * - `KDL_IR`: it is, but not an IR document.
 * - `KDL_UNPRINTABLE`: an IR holds text that KDL cannot say.
 */
export type KdlErrorCode = 'KDL_SYNTAX' | 'KDL_IR' | 'KDL_UNPRINTABLE';

/** What is wrong with a KDL document, and where. The message begins with `file:line:column` when they are known. */
export class KdlError extends Error {
  constructor(
    readonly code: KdlErrorCode,
    message: string,
    readonly position?: KdlPosition,
    readonly fileName?: string,
  ) {
    const place = [fileName, position?.line, position?.column].filter((part) => part !== undefined).join(':');
    super(place === '' ? message : `${place}: ${message}`);
    this.name = 'KdlError';
  }
}
