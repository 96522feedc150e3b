export interface WatchOptions {
  /** Whether mounted contexts are read again when the page is looked at again. @default false */
  readonly refetchOnFocus?: boolean;
  /** Whether mounted contexts are read again when the network is back. @default false */
  readonly refetchOnReconnect?: boolean;
}

/** Calls `refetch` when the page is shown again or the network is back; gives what ends it. Does nothing outside a browser. */
export function watchPage(options: WatchOptions, refetch: () => void): () => void {
  if (typeof document === 'undefined') return () => undefined;
  const shown = () => {
    if (document.visibilityState === 'visible') refetch();
  };
  if (options.refetchOnFocus) document.addEventListener('visibilitychange', shown);
  if (options.refetchOnReconnect) addEventListener('online', refetch);
  return () => {
    document.removeEventListener('visibilitychange', shown);
    removeEventListener('online', refetch);
  };
}
