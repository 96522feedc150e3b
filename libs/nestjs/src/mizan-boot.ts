import { Inject, Injectable, Logger } from '@nestjs/common';
import { ApplicationConfig, DiscoveryService, ModulesContainer } from '@nestjs/core';
import { findChangedAnswers } from './cache/find-changed-answers.js';
import { type OriginCache, originCacheToken } from './cache/index.js';
import { exploreApp } from './discover/explore-app.js';
import { findUrlCaches } from './discover/find-url-caches.js';
import { Dispatcher } from './dispatch/dispatcher.js';
import { type Transport, transportsToken } from './dispatch/transport.js';
import { MizanEdge } from './edge/index.js';
import type { BootProblem } from './errors/index.js';
import { findUnsharedCache, LiveHub } from './live/index.js';
import { type RelaySetup, relaySetupToken } from './realtime/index.js';
import { findParamGaps } from './registry/find-param-gaps.js';
import { findUnscopedMerges } from './registry/find-unscoped-merges.js';
import { MizanRegistry } from './registry/mizan-registry.js';
import { findBlindRules, type TokenSettings, tokenSettingsToken } from './tokens/index.js';
import { takesFiles, Uploads } from './uploads/index.js';

/** Takes the functions of an app from where they stand to where they answer. */
@Injectable()
export class MizanBoot {
  readonly #logger = new Logger('Mizan');

  constructor(
    private readonly modules: ModulesContainer,
    private readonly discovery: DiscoveryService,
    private readonly config: ApplicationConfig,
    private readonly registry: MizanRegistry,
    private readonly dispatcher: Dispatcher,
    private readonly edge: MizanEdge,
    private readonly live: LiveHub,
    private readonly uploads: Uploads,
    @Inject(originCacheToken) private readonly cache: OriginCache | undefined,
    @Inject(tokenSettingsToken) private readonly tokens: TokenSettings,
    @Inject(relaySetupToken) private readonly relay: RelaySetup,
    @Inject(transportsToken) private readonly transports: readonly Transport[],
  ) {}

  /**
   * @param module the class of the module that may be there once
   * @throws MizanBootError with everything that cannot work
   */
  async start(module: object): Promise<void> {
    const exploration = exploreApp(this.discovery);
    this.registry.load(exploration, [
      ...this.#findTwin(module),
      ...this.relay.problems,
      ...findUnsharedCache(this.relay.relay, this.cache),
      ...this.transports.flatMap((transport) => transport.findProblems()),
      ...findUrlCaches(exploration.functions, this.config),
    ]);
    if (this.#takesFiles()) await this.uploads.prepare();
    this.dispatcher.prepare();
    this.edge.prepare();
    this.live.prepare(this.registry.graph);
    await this.cache?.open(this.registry);
    await this.relay.open();
    for (const transport of this.transports) await transport.mount();
    this.#warn();
  }

  #takesFiles(): boolean {
    const all = [...this.registry.functions.values()];
    return all.some((fn) => !fn.private && takesFiles(fn.input.files));
  }

  // What works, but hardly as it was meant.
  #warn(): void {
    const { graph } = this.registry;
    const records = [...this.registry.functions.values()].map(({ record }) => record);
    const warnings = [
      findParamGaps(graph),
      findUnscopedMerges(graph),
      findBlindRules(records, this.tokens),
      findChangedAnswers(this.cache, this.registry, this.config),
    ];
    for (const warning of warnings.flat()) this.#logger.warn(warning);
  }

  // Two of them would serve every function twice, with different settings.
  #findTwin(module: object): readonly BootProblem[] {
    const count = [...this.modules.values()].filter(({ metatype }) => metatype === module).length;
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
