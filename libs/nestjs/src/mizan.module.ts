import { type DynamicModule, Module, type OnModuleInit, type Provider } from '@nestjs/common';
import { ApplicationConfig, DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { Csrf } from './csrf/index.js';
import { exploreFunctions } from './discover/explore-functions.js';
import { findUrlCaches } from './discover/find-url-caches.js';
import { Dispatcher } from './dispatch/dispatcher.js';
import { HttpEndpoints } from './http/http-endpoints.js';
import { HttpTransport, mountToken } from './http/http-transport.js';
import type { MountOptions } from './http/mount-path.js';
import { IdentityResolver, type ReadIdentity } from './identity/index.js';
import {
  type MizanAsyncOptions,
  type MizanOptions,
  type MizanSettings,
  settingsToken,
} from './mizan-options.js';
import { MizanRegistry } from './registry/mizan-registry.js';

/**
 * Serves the functions of an app (PROTOCOL 2). Import it once, in the root module; what it provides is global.
 *
 * @example imports: [MizanModule.forRoot()]
 */
@Module({})
export class MizanModule implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly config: ApplicationConfig,
    private readonly registry: MizanRegistry,
    private readonly dispatcher: Dispatcher,
    private readonly http: HttpTransport,
  ) {}

  static forRoot<Request = unknown>(options: MizanOptions<Request> = {}): DynamicModule {
    const { path, useGlobalPrefix, ...settings } = options;
    return defineModule({ path, useGlobalPrefix }, { provide: settingsToken, useValue: settings });
  }

  static forRootAsync<Request = unknown>(options: MizanAsyncOptions<Request>): DynamicModule {
    const { path, useGlobalPrefix, imports = [], inject = [], useFactory } = options;
    return defineModule({ path, useGlobalPrefix }, { provide: settingsToken, inject, useFactory }, imports);
  }

  /** @throws MizanBootError with everything that cannot work */
  async onModuleInit(): Promise<void> {
    const exploration = exploreFunctions(this.discovery);
    this.registry.load(exploration, findUrlCaches(exploration.functions, this.config));
    this.dispatcher.prepare();
    await this.http.mount();
  }
}

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
        provide: IdentityResolver,
        inject: [settingsToken],
        // The request is that of the adapter, whose type the app knows.
        useFactory: ({ identity }: MizanSettings) => new IdentityResolver(identity as ReadIdentity),
      },
      { provide: Csrf, inject: [settingsToken], useFactory: ({ csrf }: MizanSettings) => new Csrf(csrf) },
      MizanRegistry,
      Dispatcher,
      HttpEndpoints,
      HttpTransport,
    ],
    exports: [IdentityResolver, MizanRegistry, Dispatcher],
  };
}
