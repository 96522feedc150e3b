import type { ModulesContainer } from '@nestjs/core';
import { mountToken } from '../http/http-transport.js';
import type { MountOptions } from '../http/mount-path.js';

/** The path options of `MizanModule`, which is a value and so known in preview mode. */
export function findMount(modules: ModulesContainer): MountOptions {
  for (const { providers } of modules.values()) {
    const mount: unknown = providers.get(mountToken)?.instance;
    // Only `MizanModule` provides this token.
    if (typeof mount === 'object' && mount !== null) return mount;
  }
  return {};
}
