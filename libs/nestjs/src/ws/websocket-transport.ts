import type { IncomingMessage, Server } from 'node:http';
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { ApplicationConfig, HttpAdapterHost } from '@nestjs/core';
import { ChannelEndpoints, ChannelHub } from '../channels/index.js';
import { Csrf } from '../csrf/index.js';
import { Dispatcher } from '../dispatch/dispatcher.js';
import type { Transport } from '../dispatch/transport.js';
import type { BootProblem } from '../errors/index.js';
import { IdentityResolver } from '../identity/index.js';
import { LiveHub, WatchEndpoints } from '../live/index.js';
import { Relay } from '../realtime/index.js';
import { count } from '../registry/count.js';
import { MizanRegistry } from '../registry/mizan-registry.js';
import { FrameEndpoints } from './frame-endpoints.js';
import { FrameRequests } from './frame-requests.js';
import { openSocketServer, type SocketServer } from './open-socket-server.js';
import { SocketGateway } from './socket-gateway.js';
import { Handshake } from './handshake.js';
import { SocketService } from './socket.service.js';
import { Standings } from './standings.js';
import { WatchFrames } from './watch-frames.js';
import {
  checkTimeout,
  fillWebSocketOptions,
  findWebSocketProblems,
  type WebSocketOptions,
  type WebSocketSettings,
} from './websocket-options.js';

/** Provides the option `websocket`, if there is one. */
export const webSocketOptionsToken = Symbol('mizan.websocket');

/** Opens the socket of PROTOCOL 11, where something of the app needs it. */
@Injectable()
export class WebSocketTransport implements Transport, OnModuleDestroy {
  readonly #logger = new Logger('Mizan');
  #server: SocketServer | undefined;
  #gateway: SocketGateway | undefined;
  #ends: readonly (() => void)[] = [];

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly config: ApplicationConfig,
    private readonly registry: MizanRegistry,
    private readonly dispatcher: Dispatcher,
    private readonly identities: IdentityResolver,
    private readonly csrf: Csrf,
    private readonly hub: ChannelHub,
    private readonly live: LiveHub,
    private readonly sockets: SocketService,
    private readonly relay: Relay,
    @Inject(webSocketOptionsToken) private readonly options: WebSocketOptions | undefined,
  ) {}

  findProblems(): readonly BootProblem[] {
    return findWebSocketProblems(this.options);
  }

  /** @throws MizanBootError when a package that it needs is not installed */
  async mount(): Promise<void> {
    const http = this.#httpServer;
    if (http === undefined || !this.#isNeeded) return;
    const settings = fillWebSocketOptions(this.options);
    const gateway = this.#createGateway(settings);
    this.#gateway = gateway;
    this.#ends = [
      await this.sockets.serve((id) => gateway.recheck(id)),
      this.relay.onGap(() => gateway.tellGap()),
    ];
    this.#server = await openSocketServer(http, this.config.getIoAdapter() ?? undefined, {
      path: settings.path,
      maxFrameBytes: settings.maxFrameBytes,
      admits: (request) => this.#admits(request),
      accept: (socket, request) => gateway.accept(socket, Handshake.read(request)),
    });
    const { size: channels } = this.registry.channels;
    this.#logger.log(
      `The socket is at ${settings.path}${channels === 0 ? '' : `, with ${count(channels, 'channel')}`}`,
    );
  }

  async onModuleDestroy(): Promise<void> {
    this.#server?.close();
    for (const end of this.#ends) end();
    await this.#gateway?.close();
  }

  #createGateway(settings: WebSocketSettings): SocketGateway {
    const { registry, dispatcher, identities } = this;
    const patience = checkTimeout(settings);
    const requests = new FrameRequests(settings, identities);
    const standings = new Standings(requests, patience);
    const watches = new WatchFrames(
      new WatchEndpoints(registry, this.live, settings.maxWatches),
      standings,
      requests,
      dispatcher,
      patience,
    );
    const channels = new ChannelEndpoints(registry, this.hub, settings.maxSubscriptions);
    const endpoints = new FrameEndpoints(dispatcher, identities, requests, channels, standings, watches);
    return new SocketGateway(settings, endpoints, identities);
  }

  get #httpServer(): Server | undefined {
    // Nest's type forgets that an application context has no adapter.
    const adapter: HttpAdapterHost['httpAdapter'] | null | undefined = this.adapterHost.httpAdapter;
    return adapter?.getHttpServer();
  }

  get #isNeeded(): boolean {
    const { functions, channels } = this.registry;
    const isCalled = [...functions.values()].some((fn) => fn.websocket && !fn.private);
    return this.options !== undefined || channels.size > 0 || isCalled;
  }

  #admits({ headers, socket }: IncomingMessage): boolean {
    const protocol = 'encrypted' in socket ? 'https' : 'http';
    return this.csrf.admitsSocket({ headers, protocol });
  }
}
