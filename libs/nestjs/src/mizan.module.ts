import { type DynamicModule, Module, type OnModuleInit, Optional, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Csrf } from './csrf/index.js';
import { Dispatcher } from './dispatch/dispatcher.js';
import { type Transport, transportsToken } from './dispatch/transport.js';
import { type BootProblem, MizanBootError } from './errors/index.js';
import { HttpEndpoints } from './http/http-endpoints.js';
import { HttpTransport, mountToken } from './http/http-transport.js';
import type { MountOptions } from './http/mount-path.js';
import { IdentityResolver } from './identity/index.js';
import { MizanBoot } from './mizan-boot.js';
import {
  checkSettings,
  type MizanAsyncOptions,
  type MizanOptions,
  type MizanSettings,
  settingsToken,
} from './mizan-options.js';
import { MizanRegistry } from './registry/mizan-registry.js';
import {
  readTokenSettings,
  TokenIdentities,
  type TokenSettings,
  tokenSettingsToken,
} from './tokens/index.js';

/**
 * Serves the functions of an app (PROTOCOL 2). Import it once, in the root module; what it provides is global.
 *
 * @example imports: [MizanModule.forRoot()]
 */
@Module({})
export class MizanModule implements OnModuleInit {
  readonly #boot: MizanBoot;

  /** @throws MizanBootError for a module that was imported without `forRoot` or `forRootAsync` */
  constructor(@Optional() boot?: MizanBoot) {
    if (boot === undefined) throw new MizanBootError([withoutOptions]);
    this.#boot = boot;
  }

  /** @throws MizanBootError for an option that does not exist */
  static forRoot<Request = unknown>(options: MizanOptions<Request> = {}): DynamicModule {
    const { path, useGlobalPrefix, ...settings } = options;
    const useValue = checkSettings(settings);
    return defineModule({ path, useGlobalPrefix }, { provide: settingsToken, useValue });
  }

  static forRootAsync<Request = unknown>(options: MizanAsyncOptions<Request>): DynamicModule {
    const { path, useGlobalPrefix, imports = [], inject = [], useFactory: compute, ...rest } = options;
    checkSettings(rest);
    const useFactory = async (...dependencies: never[]) => checkSettings(await compute(...dependencies));
    return defineModule({ path, useGlobalPrefix }, { provide: settingsToken, inject, useFactory }, imports);
  }

  /** @throws MizanBootError with everything that cannot work */
  onModuleInit(): Promise<void> {
    return this.#boot.start(MizanModule);
  }
}

const withoutOptions: BootProblem = {
  where: 'MizanModule',
  problem: 'it is imported without options',
  fix: 'Import MizanModule.forRoot() in the root module, and nothing elsewhere: what it provides is global.',
};

function defineModule(
  mount: MountOptions,
  settings: Provider,
  imports: DynamicModule['imports'] = [],
): DynamicModule {
  return {
    module: MizanModule,
    global: true,
    imports: [DiscoveryModule, ...imports],
    providers: [
      { provide: mountToken, useValue: mount },
      settings,
      {
        provide: tokenSettingsToken,
        inject: [settingsToken],
        useFactory: ({ tokens }: MizanSettings) => readTokenSettings(tokens),
      },
      {
        provide: IdentityResolver,
        inject: [settingsToken, tokenSettingsToken],
        useFactory: ({ identity }: MizanSettings, tokens: TokenSettings) =>
          new IdentityResolver(identity, new TokenIdentities(tokens)),
      },
      { provide: Csrf, inject: [settingsToken], useFactory: ({ csrf }: MizanSettings) => new Csrf(csrf) },
      MizanRegistry,
      Dispatcher,
      HttpEndpoints,
      HttpTransport,
      {
        provide: transportsToken,
        inject: [HttpTransport],
        useFactory: (...all: readonly Transport[]) => all,
      },
      MizanBoot,
    ],
    exports: [IdentityResolver, MizanRegistry, Dispatcher],
  };
}
