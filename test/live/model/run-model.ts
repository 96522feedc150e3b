import type { MizanOptions } from '@mizan/nestjs';
import type { StartOptions } from '../../../libs/nestjs/test-support/start-app.js';
import { Random } from '../../cache/model/random.js';
import { BoardClient } from './board-client.js';
import { BoardData, type Entry, type Stale } from './board-data.js';
import { BoardNode } from './board-node.js';

/** How processes are connected in a run. */
export interface ModelNetwork {
  readonly mizan: readonly MizanOptions[];
  readonly start?: (index: number) => StartOptions;
  /** Holds back what processes tell each other, until it is delivered or lost. */
  hold(): void;
  deliver(): void;
  lose(): void;
  /** Resolves when what processes have told each other is there. */
  settle(): Promise<void>;
}

/** What a run has come to. */
export interface ModelRun {
  readonly problems: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

const users = ['ada', 'sam', ''];

/**
 * Lets clients watch, change and read at random, several at a time. When all is quiet, no client may show what has
 * changed since it was read; and none may have been told of anything that it did not watch, or that did not change.
 */
export async function runModel(seed: number, rounds: number, network: ModelNetwork): Promise<ModelRun> {
  const random = new Random(seed);
  const data = new BoardData();
  data.turns = () => random.below(4);
  const nodes = await Promise.all(
    network.mizan.map((mizan, index) => BoardNode.start(data, mizan, network.start?.(index))),
  );
  const clients = users
    .flatMap((user) => [user, user])
    .map((user) => new BoardClient(user, nodes, data, random));
  const run = new Run(random, data, nodes, clients, network);
  try {
    for (let round = 0; round < rounds && run.problems.length === 0; round += 1) await run.round(round);
    return run;
  } finally {
    for (const client of clients) client.close();
    await Promise.all(nodes.map(({ app }) => app.close()));
  }
}

class Run implements ModelRun {
  readonly problems: string[] = [];
  readonly counts: Record<string, number> = {};

  constructor(
    private readonly random: Random,
    private readonly data: BoardData,
    private readonly nodes: readonly BoardNode[],
    private readonly clients: readonly BoardClient[],
    private readonly network: ModelNetwork,
  ) {}

  async round(round: number): Promise<void> {
    const { clients, random, network } = this;
    for (const client of clients) if (!client.isOpen) await client.open();
    await this.#rest();
    for (const client of clients) client.beginRound();
    const isHeld = random.isOneIn(4);
    if (isHeld) network.hold();
    await Promise.all(Array.from({ length: 1 + random.below(10) }, () => this.#act()));
    if (isHeld && random.isOneIn(2)) this.#lose();
    else network.deliver();
    await this.#rest();
    for (const [index, client] of clients.entries()) {
      this.#count('watched', client.count);
      const where = `round ${round}, client ${index}`;
      this.problems.push(...client.stale.map((key) => `${where} shows what was: ${key}`));
      this.problems.push(...client.wrong.map((key) => `${where} was told of ${key}`));
    }
  }

  async #rest(): Promise<void> {
    await this.data.rest();
    await this.network.settle();
    let isBusy = true;
    while (isBusy) {
      // Also what a server reads before it knows whom to tell.
      await this.data.rest();
      const rested = await Promise.all(this.clients.map((client) => client.rest()));
      isBusy = rested.includes(true);
    }
  }

  #lose(): void {
    this.#count('lost');
    this.network.lose();
  }

  #count(what: string, by = 1): void {
    this.counts[what] = (this.counts[what] ?? 0) + by;
  }

  async #act(): Promise<void> {
    const { random } = this;
    const action = random.pick(actions);
    this.#count(action);
    await this.#actions[action]();
  }

  readonly #actions: Readonly<Record<(typeof actions)[number], () => Promise<void>>> = {
    watch: () =>
      this.random.pick(this.clients).watch(Array.from({ length: this.random.below(6) }, () => this.#entry())),
    mutate: () => this.#mutate(),
    invalidate: () => this.random.pick(this.nodes).invalidate(this.data, this.#stale()),
    fail: () => this.#call('fail', { card: this.#card() }),
    hide: async () => this.#hide(this.random.pick(users), this.#card()),
    signInOrOut: async () => {
      const user = this.random.pick(['ada', 'sam']);
      this.#toggle(this.data.signedIn, user);
      await this.random.pick(this.nodes).recheck(user);
    },
    close: async () => this.random.pick(this.clients).close(),
  };

  // Nobody is told of what changes while he may not read it, nor that he may again.
  #hide(user: string, card: number): void {
    this.#toggle(this.data.hidden, `${user} ${card}`);
    for (const client of this.clients) if (client.user === user) client.discount(card);
  }

  async #mutate(): Promise<void> {
    const { random } = this;
    const card = this.#card();
    const state = random.pick([{}, { state: 'open' }, { state: 'done' }]);
    const [fn, args] = random.pick<readonly [string, object]>([
      ['rename', { card }],
      ['move', { card, ...state }],
      ['comment', { card, ...random.pick([{}, { page: 1 }, { page: 2 }]) }],
      ['scan', { card: `0${card}` }],
    ]);
    if (random.isOneIn(3) && (fn === 'rename' || fn === 'move'))
      await random.pick(this.clients).call(fn, args);
    else await this.#call(fn, args);
  }

  async #call(fn: string, args: object): Promise<void> {
    await (await this.random.pick(this.nodes).app.call(fn, args)).text();
  }

  #card(): number {
    return 1 + this.random.below(4);
  }

  #entry(): Entry {
    const { random } = this;
    const card = random.pick([this.#card(), String(this.#card())]);
    const all: readonly Entry[] = [
      { context: 'card', params: { card } },
      { context: 'card', params: { card, page: 1 + random.below(2) } },
      { context: 'list', params: { state: random.pick(['open', 'done']) } },
      { context: 'list', params: { limit: 5, state: random.pick(['open', 'done']) } },
      { context: 'list', params: {} },
      { context: 'total', params: {} },
    ];
    return random.pick(all);
  }

  #stale(): Stale {
    const { random } = this;
    const all: readonly Stale[] = [
      { context: 'card', params: {} },
      { context: 'card', params: { card: this.#card() } },
      { context: 'card', params: { page: 1 } },
      { context: 'list', params: { limit: 5 } },
      { context: 'list', params: { limit: 5, state: 'open' } },
      { context: 'total', params: {} },
    ];
    return random.pick(all);
  }

  #toggle(set: Set<string>, value: string): void {
    if (!set.delete(value)) set.add(value);
  }
}

const actions = [
  ...(['watch', 'watch', 'watch', 'watch'] as const),
  ...(['mutate', 'mutate', 'mutate', 'mutate', 'mutate', 'mutate'] as const),
  ...(['invalidate', 'invalidate', 'fail', 'hide', 'signInOrOut', 'close'] as const),
];
