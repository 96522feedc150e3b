import { randomUUID } from 'node:crypto';
import type { CacheStore } from '@mizan/nestjs';
import type { ContextScopes } from '@mizan/protocol';

const atOnce = 1000;
const ttlMs = 3_600_000;

/**
 * Puts bundles into a store as reads do: the versions of all that each depends on, and its entry. Through the
 * functions it would take minutes.
 *
 * @param scopes of the context
 */
export async function fillStore(store: CacheStore, scopes: ContextScopes, count: number): Promise<void> {
  for (let start = 0; start < count; start += atOnce) {
    const ids = Array.from({ length: Math.min(atOnce, count - start) }, (_, index) => start + index + 1);
    await Promise.all(ids.map((id) => putBundle(store, scopes, id)));
  }
}

async function putBundle(store: CacheStore, scopes: ContextScopes, customerId: number): Promise<void> {
  const params = { customer_id: customerId };
  const versions = await store.scopes.readVersions(scopes.ofBundle(params));
  // As long as a real key.
  const key = `ctx:status:${randomUUID()}${randomUUID()}`.replaceAll('-', '');
  await store.entries.set(key, { params, versions, text: '{"is_active":{"result":true}}' }, ttlMs);
}
