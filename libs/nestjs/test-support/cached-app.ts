import type { ModuleMetadata } from '@nestjs/common';
import type { CacheOptions, MizanIdentity } from '../src/index.js';
import { type AdapterName, type StartedApp, startApp, type StartOptions } from './start-app.js';

export const cacheSecret = 's'.repeat(32);

/** Who calls, as tests say it: `as('ada')`, `as('sam:staff', 'ticket.close')`. */
export function as(who: string, ...permissions: readonly string[]): Record<string, string> {
  return { 'x-user': who, 'x-permissions': permissions.join(',') };
}

interface HeaderRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
}

function readCaller({ headers }: HeaderRequest): MizanIdentity | null {
  const [id = '', ...flags] = (headers['x-user'] ?? '').split(':');
  if (id === '') return null;
  const permissions = (headers['x-permissions'] ?? '').split(',').filter((one) => one !== '');
  // A number in quotes is the text, else it is the number.
  const typed = /^\d+$/.test(id) ? Number(id) : id.replaceAll('"', '');
  return { id: typed, isStaff: flags.includes('staff'), isSuperuser: false, permissions };
}

/** What a read came to, as tests look at it. */
export interface BundleReply {
  readonly status: number;
  readonly cache: string | null;
  readonly body: unknown;
}

export interface CachedApp extends StartedApp {
  read(context: string, query?: string, headers?: Record<string, string>): Promise<BundleReply>;
}

/** An app with a cache in memory; its callers are those of {@link as}. */
export async function startCachedApp(
  metadata: ModuleMetadata,
  {
    adapter = 'express',
    cache,
    ...options
  }: StartOptions & { readonly adapter?: AdapterName; readonly cache?: Partial<CacheOptions<never>> } = {},
): Promise<CachedApp> {
  const started = await startApp(metadata, {
    adapter,
    mizan: {
      // The requests of both adapters have headers; what else they are does not count here.
      identity: (request) => readCaller(request as HeaderRequest),
      cache: { secret: cacheSecret, ...cache } as CacheOptions,
    },
    ...options,
  });
  return {
    ...started,
    async read(context, query = '', headers = {}) {
      const response = await started.context(context, query, headers);
      return {
        status: response.status,
        cache: response.headers.get('x-mizan-cache'),
        body: await response.json(),
      };
    },
  };
}

/** A door that tests open: whoever waits goes on then. */
export class Gate {
  open: () => void = () => undefined;
  readonly opened = new Promise<void>((resolve) => (this.open = resolve));
}
