import type { IncomingMessage, Server } from 'node:http';
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { ApplicationConfig, HttpAdapterHost } from '@nestjs/core';
import { ChannelEndpoints, ChannelHub } from '../channels/index.js';
import { Csrf } from '../csrf/index.js';
import { Dispatcher } from '../dispatch/dispatcher.js';
import type { Transport } from '../dispatch/transport.js';
import type { BootProblem } from '../errors/index.js';
import { IdentityResolver } from '../identity/index.js';
import { MizanRegistry } from '../registry/mizan-registry.js';
import { FrameEndpoints } from './frame-endpoints.js';
import { openSocketServer, type SocketServer } from './open-socket-server.js';
import { SocketGateway } from './socket-gateway.js';
import { readHandshake } from './socket-request.js';
import { fillWebSocketOptions, findWebSocketProblems, type WebSocketOptions } from './websocket-options.js';

/** Provides the option `websocket`, if there is one. */
export const webSocketOptionsToken = Symbol('mizan.websocket');

/** Opens the socket of PROTOCOL 11, where something of the app needs it. */
@Injectable()
export class WebSocketTransport implements Transport, OnModuleDestroy {
  readonly #logger = new Logger('Mizan');
  #server: SocketServer | undefined;
  #gateway: SocketGateway | undefined;

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly config: ApplicationConfig,
    private readonly registry: MizanRegistry,
    private readonly dispatcher: Dispatcher,
    private readonly identities: IdentityResolver,
    private readonly csrf: Csrf,
    private readonly hub: ChannelHub,
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
    const channels = new ChannelEndpoints(this.registry, this.hub, settings.maxSubscriptions);
    const endpoints = new FrameEndpoints(settings, this.dispatcher, this.identities, channels);
    const gateway = new SocketGateway(settings, endpoints, this.identities);
    this.#gateway = gateway;
    this.#server = await openSocketServer(http, this.config.getIoAdapter() ?? undefined, {
      path: settings.path,
      maxFrameBytes: settings.maxFrameBytes,
      admits: (request) => this.#admits(request),
      accept: (socket, request) => gateway.accept(socket, readHandshake(request)),
    });
    this.#logger.log(`The socket is at ${settings.path}`);
  }

  async onModuleDestroy(): Promise<void> {
    this.#server?.close();
    await this.#gateway?.close();
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
