import type { Provider } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';
import { MizanCache, OriginCache, originCacheToken, readCacheSettings } from './cache/index.js';
import { ChannelHub, ChannelService } from './channels/index.js';
import { Csrf } from './csrf/index.js';
import { Dispatcher } from './dispatch/dispatcher.js';
import { type Transport, transportsToken } from './dispatch/transport.js';
import { checkEdgeOptions, MizanEdge } from './edge/index.js';
import { formSettingsToken, readFormSettings } from './forms/index.js';
import { HttpEndpoints } from './http/http-endpoints.js';
import { HttpTransport, mountToken } from './http/http-transport.js';
import type { MountOptions } from './http/mount-path.js';
import { Idempotency, MemoryAnswers, SharedAnswers } from './idempotency/index.js';
import { IdentityResolver } from './identity/index.js';
import { Invalidations } from './invalidation/invalidations.js';
import { type MizanSettings, settingsToken } from './mizan-options.js';
import { LiveHub } from './live/index.js';
import { Relay, type RelaySetup, relaySetupToken, setUpRelay } from './realtime/index.js';
import { MizanRegistry } from './registry/mizan-registry.js';
import {
  readTokenSettings,
  TokenIdentities,
  type TokenSettings,
  tokenSettingsToken,
} from './tokens/index.js';
import { Uploads } from './uploads/index.js';
import { SocketService, webSocketOptionsToken, WebSocketTransport } from './ws/index.js';

const whoCalls: readonly Provider[] = [
  {
    provide: tokenSettingsToken,
    inject: [settingsToken],
    useFactory: ({ tokens }: MizanSettings) => readTokenSettings(tokens),
  },
  {
    provide: IdentityResolver,
    inject: [settingsToken, tokenSettingsToken],
    useFactory: ({ identity }: MizanSettings, read: TokenSettings) =>
      new IdentityResolver(identity, new TokenIdentities(read)),
  },
  { provide: Csrf, inject: [settingsToken], useFactory: ({ csrf }: MizanSettings) => new Csrf(csrf) },
];

const whatIsStale: readonly Provider[] = [
  {
    provide: originCacheToken,
    inject: [settingsToken, IdentityResolver],
    useFactory: ({ cache }: MizanSettings, identities: IdentityResolver) =>
      // Not only when it is truthy: false and null are no options, and boot says so.
      cache === undefined ? undefined : new OriginCache(readCacheSettings(cache), identities),
  },
  Invalidations,
  MizanCache,
  {
    provide: MizanEdge,
    inject: [MizanRegistry, ApplicationConfig, Invalidations, mountToken, settingsToken],
    useFactory: (
      registry: MizanRegistry,
      config: ApplicationConfig,
      invalidations: Invalidations,
      mount: MountOptions,
      { edge, cache }: MizanSettings,
    ) => new MizanEdge(registry, config, invalidations, mount, checkEdgeOptions(edge, cache)),
  },
];

const http: readonly Provider[] = [
  {
    provide: Uploads,
    inject: [settingsToken],
    useFactory: ({ uploads }: MizanSettings) => new Uploads(uploads),
  },
  HttpEndpoints,
  HttpTransport,
];

const socket: readonly Provider[] = [
  {
    provide: webSocketOptionsToken,
    inject: [settingsToken],
    useFactory: ({ websocket }: MizanSettings) => websocket,
  },
  {
    provide: relaySetupToken,
    inject: [settingsToken],
    useFactory: ({ realtime }: MizanSettings) => setUpRelay(realtime),
  },
  { provide: Relay, inject: [relaySetupToken], useFactory: ({ relay }: RelaySetup) => relay },
  ChannelHub,
  ChannelService,
  LiveHub,
  SocketService,
  WebSocketTransport,
];

const forms: readonly Provider[] = [
  {
    provide: Idempotency,
    inject: [originCacheToken],
    useFactory: (cache?: OriginCache) =>
      new Idempotency(cache?.sharedStore ? new SharedAnswers(cache.sharedStore) : new MemoryAnswers()),
  },
  {
    provide: formSettingsToken,
    inject: [settingsToken],
    useFactory: ({ forms: options }: MizanSettings) => readFormSettings(options),
  },
];

/** All that the options of the module do not choose: what each part of an app with functions needs. */
export const mizanProviders: readonly Provider[] = [
  MizanRegistry,
  Dispatcher,
  ...whoCalls,
  ...whatIsStale,
  ...http,
  ...socket,
  ...forms,
  {
    provide: transportsToken,
    inject: [HttpTransport, WebSocketTransport],
    useFactory: (...all: readonly Transport[]) => all,
  },
];
