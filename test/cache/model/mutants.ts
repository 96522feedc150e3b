import type { Params } from '@mizan/protocol';

import type { CacheStore, ScopeStore } from '../../../libs/nestjs/src/cache/store/index.js';
import { deskScopes } from './model-node.js';

/** A cache with a mistake that the model has to find. */
export interface Mutant {
  readonly title: string;
  /** Called for each round; what it returns is put before the store of each of its processes. */
  readonly begin?: () => (store: CacheStore) => CacheStore;
  readonly isEverythingPublic?: boolean;
  /** It shows only where the store fails. */
  readonly needsOutages?: boolean;
}

type Change = (scopes: ScopeStore) => Partial<ScopeStore>;

/** @param begin makes, for each round, what replaces operations of each process */
function changeScopes(begin: () => Change): () => (store: CacheStore) => CacheStore {
  return () => {
    const change = begin();
    return (store) => ({ ...store, scopes: { ...store.scopes, ...change(store.scopes) } });
  };
}

export const mutants: readonly Mutant[] = [
  { title: 'leaves the identity out of the key', isEverythingPublic: true },
  {
    title: 'stores with the versions of after the computation',
    begin: () => (store) => ({
      ...store,
      entries: {
        get: (key, isCurrent) => store.entries.get(key, isCurrent),
        set: async (key, entry, ttlMs) => {
          // Entries are made by the code under test, keys as PROTOCOL 9 has them.
          const { params } = entry as { readonly params: Params };
          const scopes = deskScopes.get(key.split(':')[1] ?? '')?.ofBundle(params) ?? [];
          const versions = await store.scopes.readVersions(scopes);
          if (!versions.includes(undefined)) {
            await store.entries.set(key, { ...(entry as object), versions }, ttlMs);
          }
        },
      },
    }),
  },
  {
    title: 'marks nothing, and only renews after',
    begin: changeScopes(() => () => ({ mark: async () => {} })),
  },
  {
    title: 'only renews before',
    begin: changeScopes(() => (store) => ({ mark: (scopes) => store.renew(scopes), renew: async () => {} })),
  },
  {
    title: 'takes the marks of others off with its own',
    begin: changeScopes(() => {
      const known = new Map<string, readonly string[]>();
      return (store) => ({
        mark: (scopes, markId, ttlMs) => {
          known.set(markId, scopes);
          return store.mark(scopes, markId, ttlMs);
        },
        renew: async (scopes, markId = '') => {
          known.delete(markId);
          await store.renew(scopes, markId);
          for (const [other, marked] of known) {
            if (marked.some((scope) => scopes.includes(scope))) await store.renew(scopes, other);
          }
        },
      });
    }),
  },
  {
    title: 'serves and stores while a mutation runs',
    begin: changeScopes(() => {
      const last = new Map<string, string>();
      return (store) => ({
        readVersions: async (scopes) => {
          const versions = await store.readVersions(scopes);
          for (const [at, scope] of scopes.entries()) {
            const version = versions[at];
            if (version !== undefined) last.set(scope, version);
          }
          return scopes.map((scope, at) => versions[at] ?? last.get(scope));
        },
      });
    }),
  },
  {
    title: 'has the old version back when a mark ends by itself',
    begin: changeScopes(() => {
      const before = new Map<string, string>();
      return (store) => ({
        mark: async (scopes, markId, ttlMs) => {
          const versions = await store.readVersions(scopes);
          for (const [at, scope] of scopes.entries()) {
            const version = versions[at];
            if (version !== undefined && !before.has(scope)) before.set(scope, version);
          }
          await store.mark(scopes, markId, ttlMs);
        },
        readVersions: async (scopes) => {
          const versions = await store.readVersions(scopes);
          return scopes.map((scope, at) => versions[at] && (before.get(scope) ?? versions[at]));
        },
        renew: async (scopes, markId) => {
          await store.renew(scopes, markId);
          for (const scope of scopes) before.delete(scope);
        },
      });
    }),
  },
  {
    title: 'keeps versions in the memory of each process',
    begin: changeScopes(() => (store) => {
      const copies = new Map<string, readonly (string | undefined)[]>();
      return {
        readVersions: async (scopes) => {
          const key = scopes.join(' ');
          const versions = copies.get(key) ?? (await store.readVersions(scopes));
          if (copies.delete(key) || versions.includes(undefined)) return versions;
          copies.set(key, versions);
          return versions;
        },
      };
    }),
  },
  {
    title: 'renews only the first of several scopes',
    begin: changeScopes(() => (store) => ({
      mark: (scopes, markId, ttlMs) => store.mark(scopes.slice(0, 1), markId, ttlMs),
      renew: (scopes, markId) => store.renew(scopes.slice(0, 1), markId),
    })),
  },
  {
    title: 'forgets a renewal that could not be recorded',
    needsOutages: true,
    begin: changeScopes(() => (store) => ({
      renew: (scopes, markId) => store.renew(scopes, markId).catch(() => {}),
    })),
  },
];
