import type { DynamicModule, Type } from '@nestjs/common';
import { ApplicationConfig, DiscoveryService, ModulesContainer, NestFactory } from '@nestjs/core';

/** The root of an app: a module class, or what its `forRoot()` returns. */
export type RootModule = Type<unknown> | DynamicModule;

export interface Preview {
  readonly modules: ModulesContainer;
  readonly discovery: DiscoveryService;
  /** What modules bind globally, but not what a `main.ts` does. */
  readonly config: ApplicationConfig;
}

/**
 * Has Nest read the modules of an app without making anything of it: no provider is constructed, no factory is
 * called, no connection is opened. Nest's log is off from here on, in the whole process.
 */
export async function openPreview(rootModule: RootModule): Promise<Preview> {
  const context = await NestFactory.createApplicationContext(rootModule, {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  const modules = context.get(ModulesContainer);
  return { modules, discovery: new DiscoveryService(modules), config: context.get(ApplicationConfig) };
}
