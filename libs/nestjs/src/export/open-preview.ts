import { DiscoveryService, ModulesContainer, NestFactory } from '@nestjs/core';

/** A module class, or what `forRoot()` returns: anything that Nest takes as the root of an app. */
export type RootModule = Parameters<typeof NestFactory.createApplicationContext>[0];

export interface Preview {
  readonly modules: ModulesContainer;
  readonly discovery: DiscoveryService;
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
  return { modules, discovery: new DiscoveryService(modules) };
}
