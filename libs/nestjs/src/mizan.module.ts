import { type DynamicModule, Module, type OnModuleInit, type Provider } from '@nestjs/common';
import { ApplicationConfig, DiscoveryModule, DiscoveryService, ModulesContainer } from '@nestjs/core';
import { Csrf } from './csrf/index.js';
import { exploreFunctions } from './discover/explore-functions.js';
import { findUrlCaches } from './discover/find-url-caches.js';
import { Dispatcher } from './dispatch/dispatcher.js';
import type { BootProblem } from './errors/index.js';
import { HttpEndpoints } from './http/http-endpoints.js';
import { HttpTransport, mountToken } from './http/http-transport.js';
import type { MountOptions } from './http/mount-path.js';
import { IdentityResolver } from './identity/index.js';
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
    private readonly modules: ModulesContainer,
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
    this.registry.load(exploration, [
      ...this.#findTwin(),
      ...this.http.findProblems(),
      ...findUrlCaches(exploration.functions, this.config),
    ]);
    this.dispatcher.prepare();
    await this.http.mount();
  }

  // Two of them would serve every function twice, with different settings.
  #findTwin(): readonly BootProblem[] {
    const count = [...this.modules.values()].filter(({ metatype }) => metatype === MizanModule).length;
    return count > 1 ? [importedTwice(count)] : [];
  }
}

function importedTwice(count: number): BootProblem {
  return {
    where: 'MizanModule',
    problem: `it is configured ${count} times`,
    fix: 'Call forRoot or forRootAsync once, in the root module: what it provides is global.',
  };
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
        useFactory: ({ identity }: MizanSettings) => new IdentityResolver(identity),
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
