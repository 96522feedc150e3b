import type { ModulesContainer } from '@nestjs/core';
import { mountToken } from '../http/http-transport.js';
import type { MountOptions } from '../http/mount-path.js';
import { type MizanSettings, settingsToken } from '../mizan-options.js';

/** The path options of `MizanModule`, which is a value and so known in preview mode. */
export function findMount(modules: ModulesContainer): MountOptions {
  // Only `MizanModule` provides this token.
  return findValue(modules, mountToken) ?? {};
}

/** The settings of `MizanModule.forRoot`; undefined where a factory makes them, which preview mode does not call. */
export function findSettings(modules: ModulesContainer): MizanSettings | undefined {
  return findValue(modules, settingsToken);
}

function findValue(modules: ModulesContainer, token: symbol): object | undefined {
  for (const { providers } of modules.values()) {
    const value: unknown = providers.get(token)?.instance;
    if (typeof value === 'object' && value !== null) return value;
  }
  return undefined;
}
