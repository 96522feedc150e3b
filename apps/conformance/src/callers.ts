import type { MizanIdentity } from '@mizan/nestjs';

export interface Caller extends MizanIdentity {
  readonly id: number;
}

const callers: Readonly<Record<string, Caller>> = {
  ada: { id: 1, isStaff: false, isSuperuser: false, permissions: [] },
  sam: { id: 2, isStaff: true, isSuperuser: false, permissions: [] },
  root: { id: 3, isStaff: true, isSuperuser: true, permissions: [] },
};

export const sessionCookie = 'session';

/** Who is signed in: the session is a cookie with the caller's name. A real app would look a secret up. */
export function readCaller(request: { readonly headers: { readonly cookie?: string } }): Caller | null {
  const [, name = ''] = /(?:^|; )session=(\w+)/.exec(request.headers.cookie ?? '') ?? [];
  return findCaller(name);
}

export function findCaller(name: string): Caller | null {
  return Object.hasOwn(callers, name) ? (callers[name] ?? null) : null;
}

/** @param id as a token says it, as a text */
export function findCallerById(id: string): Caller | null {
  return Object.values(callers).find((caller) => String(caller.id) === id) ?? null;
}
