import { type DynamicModule, Module, type OnModuleInit, Optional, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { MizanCache } from './cache/index.js';
import { ChannelService } from './channels/index.js';
import { Dispatcher } from './dispatch/dispatcher.js';
import { MizanEdge } from './edge/index.js';
import { type BootProblem, MizanBootError } from './errors/index.js';
import { checkTranslated, formSettingsToken, translatedFormsToken } from './forms/index.js';
import { mountToken } from './http/http-transport.js';
import type { MountOptions } from './http/mount-path.js';
import { IdentityResolver } from './identity/index.js';
import { Invalidations } from './invalidation/invalidations.js';
import { MizanBoot } from './mizan-boot.js';
import { checkSettings, type MizanAsyncOptions, type MizanOptions, settingsToken } from './mizan-options.js';
import { mizanProviders } from './mizan-providers.js';
import { Relay } from './realtime/index.js';
import { MizanRegistry } from './registry/mizan-registry.js';
import {
  checkKindNames,
  checkTokenKinds,
  type TokenKind,
  tokenKinds,
  tokenProviders,
} from './tokens/index.js';
import { SocketService } from './ws/index.js';

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
    const kinds = tokenKinds(settings.tokens);
    const isTranslated = settings.forms?.translate !== undefined;
    return defineModule({ path, useGlobalPrefix }, kinds, isTranslated, {
      provide: settingsToken,
      useValue,
    });
  }

  static forRootAsync<Request = unknown>(options: MizanAsyncOptions<Request>): DynamicModule {
    const {
      path,
      useGlobalPrefix,
      tokens = [],
      translatedForms = false,
      imports = [],
      inject = [],
      useFactory: compute,
      ...rest
    } = options;
    checkSettings(rest);
    checkKindNames(tokens);
    const useFactory = async (...dependencies: never[]) => {
      const settings = checkSettings(await compute(...dependencies));
      checkTokenKinds(tokens, settings.tokens);
      checkTranslated(translatedForms, settings.forms);
      return settings;
    };
    const provider = { provide: settingsToken, inject, useFactory };
    return defineModule({ path, useGlobalPrefix }, tokens, translatedForms, provider, imports);
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
  tokens: readonly TokenKind[],
  isTranslated: boolean,
  settings: Provider,
  imports: DynamicModule['imports'] = [],
): DynamicModule {
  return {
    module: MizanModule,
    global: true,
    imports: [DiscoveryModule, ...imports],
    providers: [
      { provide: mountToken, useValue: mount },
      { provide: translatedFormsToken, useValue: isTranslated },
      settings,
      ...tokenProviders(tokens),
      ...mizanProviders,
      MizanBoot,
    ],
    exports: [
      ChannelService,
      IdentityResolver,
      Invalidations,
      MizanCache,
      MizanEdge,
      MizanRegistry,
      Dispatcher,
      SocketService,
      Relay,
      formSettingsToken,
    ],
  };
}
