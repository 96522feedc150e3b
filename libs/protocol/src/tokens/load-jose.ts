import type * as jose from 'jose';

export type Jose = typeof jose;

let loading: Promise<Jose> | undefined;

/**
 * jose, loaded with the first token: an app without tokens then runs where ES modules of third parties cannot be
 * loaded, as under Jest.
 */
export function loadJose(): Promise<Jose> {
  loading ??= import('jose');
  return loading;
}
