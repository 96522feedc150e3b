import { Inject, Injectable, Logger } from '@nestjs/common';
import { ApplicationConfig, HttpAdapterHost } from '@nestjs/core';
import type { Transport } from '../dispatch/transport.js';
import { MizanEdge } from '../edge/index.js';
import type { BootProblem } from '../errors/index.js';
import { count } from '../registry/count.js';
import { MizanRegistry } from '../registry/mizan-registry.js';
import { findEarlierRoute } from './express-catch-all.js';
import { HttpEndpoints } from './http-endpoints.js';
import { mountExpress } from './mount-express.js';
import { mountFastify } from './mount-fastify.js';
import { watchHeads } from './shared-response.js';
import { findPathProblems, type MountOptions, mountPath, repeatedSegment } from './mount-path.js';

/** Provides the {@link MountOptions}; a value, so that it is known in Nest's preview mode. */
export const mountToken = Symbol('mizan.mount');

/** Puts the endpoints on the app's HTTP adapter. */
@Injectable()
export class HttpTransport implements Transport {
  readonly #logger = new Logger('Mizan');

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly config: ApplicationConfig,
    private readonly endpoints: HttpEndpoints,
    private readonly registry: MizanRegistry,
    private readonly edge: MizanEdge,
    @Inject(mountToken) private readonly options: MountOptions,
  ) {}

  /** What keeps the routes from being mounted. */
  findProblems(): readonly BootProblem[] {
    const type = this.#adapter?.getType();
    const known = type === undefined || type === 'express' || type === 'fastify';
    return [...findPathProblems(this.options), ...(known ? [] : [unknownAdapter(type)])];
  }

  /**
   * Mounts the routes, unless the app has no HTTP. They are routes of the adapter and not of a Nest controller, which
   * would run global enhancers twice and show them the controller instead of the function.
   */
  async mount(): Promise<void> {
    const adapter = this.#adapter;
    if (adapter === undefined) return;
    const base = mountPath(this.options, this.config);
    const app = adapter.getInstance();
    if (this.edge.isStoring) watchHeads(adapter.getHttpServer(), `${base}/ctx/`);
    if (adapter.getType() === 'fastify') {
      await mountFastify(app, base, this.endpoints);
    } else {
      this.#warnOfEarlierRoute(app, base);
      mountExpress(app, base, this.endpoints);
    }
    this.#announce(base);
  }

  // Nest's type forgets that an application context has no adapter.
  get #adapter(): HttpAdapterHost['httpAdapter'] | undefined {
    const adapter: HttpAdapterHost['httpAdapter'] | null | undefined = this.adapterHost.httpAdapter;
    return adapter ?? undefined;
  }

  #announce(base: string): void {
    const { functions, contexts, graph } = this.registry;
    const { length: forms } = graph.forms ?? [];
    const { length: own } = [...functions.values()].filter((fn) => !fn.private && fn.form === undefined);
    const some = [count(own, 'function'), count(contexts.size, 'context')];
    const answering = `${inWords(forms > 0 ? [...some, count(forms, 'form')] : some)} answer below ${base}/`;
    if (own + forms > 0) this.#logger.log(answering);
    else
      this.#logger.warn(
        `${answering}. Functions are found on the providers of modules that the app imports.`,
      );
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

/** `1 function, 2 contexts and 3 forms`. */
function inWords(all: readonly string[]): string {
  return [all.slice(0, -1).join(', '), ...all.slice(-1)].join(' and ');
}

function unknownAdapter(type: string): BootProblem {
  return { where: 'The HTTP adapter', problem: `it is of the type ${type}`, fix: 'Use Express or Fastify.' };
}
