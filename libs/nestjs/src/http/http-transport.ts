import { Inject, Injectable, Logger } from '@nestjs/common';
import { ApplicationConfig, HttpAdapterHost } from '@nestjs/core';
import { MizanBootError } from '../errors/index.js';
import { findEarlierRoute } from './express-catch-all.js';
import { HttpEndpoints } from './http-endpoints.js';
import { mountExpress } from './mount-express.js';
import { mountFastify } from './mount-fastify.js';
import { type MountOptions, mountPath, repeatedSegment } from './mount-path.js';

/** Provides the {@link MountOptions}; a value, so that it is known in Nest's preview mode. */
export const mountToken = Symbol('mizan.mount');

/** Puts the endpoints on the app's HTTP adapter. */
@Injectable()
export class HttpTransport {
  readonly #logger = new Logger('Mizan');

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly config: ApplicationConfig,
    private readonly endpoints: HttpEndpoints,
    @Inject(mountToken) private readonly options: MountOptions,
  ) {}

  /**
   * Mounts the routes, unless the app has no HTTP. They are routes of the adapter and not of a Nest controller, which
   * would run global enhancers twice and show them the controller instead of the function.
   *
   * @throws MizanBootError on an adapter that is neither Express nor Fastify
   */
  async mount(): Promise<void> {
    // Nest's type forgets that an application context has no adapter.
    const adapter = this.adapterHost.httpAdapter as HttpAdapterHost['httpAdapter'] | undefined;
    if (adapter === undefined || adapter === null) return;
    const base = mountPath(this.options, this.config);
    const type = adapter.getType();
    const app = adapter.getInstance();
    if (type === 'express') this.#warnOfEarlierRoute(app, base);
    if (type === 'express') mountExpress(app, base, this.endpoints);
    else if (type === 'fastify') await mountFastify(app, base, this.endpoints);
    else throw new MizanBootError([unknownAdapter(type)]);
    this.#announce(base);
  }

  #announce(base: string): void {
    this.#logger.log(`Functions answer below ${base}/`);
    const segment = repeatedSegment(base);
    if (segment === undefined) return;
    this.#logger.warn(
      `${base} repeats "${segment}": leave the global prefix out of \`path\`, or set \`useGlobalPrefix: false\`.`,
    );
  }

  #warnOfEarlierRoute(app: unknown, base: string): void {
    const path = findEarlierRoute(app, base);
    if (path === undefined) return;
    this.#logger.warn(
      `The route ${path} comes before ${base}/ and takes its requests. Narrow it to paths that are not below ${base}.`,
    );
  }
}

function unknownAdapter(type: string): { where: string; problem: string; fix: string } {
  return { where: 'The HTTP adapter', problem: `it is of the type ${type}`, fix: 'Use Express or Fastify' };
}
