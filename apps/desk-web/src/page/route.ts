import { useSyncExternalStore } from 'react';

/** What the address says: which tickets are open, side by side, or which form. */
export type Route =
  | { readonly kind: 'list' }
  | { readonly kind: 'new' }
  | { readonly kind: 'profile' }
  | { readonly kind: 'tickets'; readonly ids: readonly [number, ...number[]] };

export function readRoute(path: string): Route {
  if (path === '/new') return { kind: 'new' };
  if (path === '/profile') return { kind: 'profile' };
  const [first, ...others] = (/^\/tickets\/(\d+(?:\+\d+)*)$/.exec(path)?.[1] ?? '').split('+').map(Number);
  return first ? { kind: 'tickets', ids: [first, ...others] } : { kind: 'list' };
}

export function ticketPath(...ids: readonly number[]): string {
  return ids.length > 0 ? `/tickets/${[...new Set(ids)].join('+')}` : '/';
}

/** Goes to another path; what comes after `?` stays, since it says how the page is shown and not what. */
export function navigate(path: string): void {
  if (path !== location.pathname) history.pushState(null, '', path + location.search);
  window.dispatchEvent(new PopStateEvent('popstate'));
}

export function useRoute(): Route {
  return readRoute(useSyncExternalStore(onNavigation, () => location.pathname));
}

function onNavigation(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  return () => window.removeEventListener('popstate', listener);
}
