import { vi } from 'vitest';

import type { CacheStore } from '../../../libs/nestjs/src/cache/store/index.js';
import { chooseMutation, chooseQuestion } from './choices.js';
import { DeskData, type Question } from './desk-data.js';
import { ModelNode } from './model-node.js';
import type { Mutant } from './mutants.js';
import { Random } from './random.js';
import { Life, Schedule } from './schedule.js';
import { type Outage, type SteppedParts, stepStore } from './stepped-store.js';

export interface ModelOptions {
  readonly seed: number;
  readonly steps: number;
  /** The stores of all processes of a round: they share what is shared between processes. */
  readonly openStores: (round: number) => () => CacheStore;
  readonly processes: number;
  /** Has the time of the store pass by as many ms as it is given. */
  readonly pass: (ms: number) => Promise<void>;
  /**
   * Has the store fail at times. Nobody dies then: what a process could not record it would take with it, and others would not
   * learn of it.
   */
  readonly hasOutages?: boolean;
  readonly mutant?: Mutant;
}

export interface ModelReport {
  steps: number;
  reads: number;
  hits: number;
  mutations: number;
  deaths: number;
  expired: number;
  /** Answers that were never right while they were asked for. The run ends with the first. */
  wrong: string[];
}

/** So many steps have a data set and processes of their own. */
const stepsOfRound = 1000;
const mostRequests = 20;
/** Longer than any run: without faults, no operation is given up. */
const noLimitMs = 2 ** 30;
const limitMs = 2000;

/** Runs rounds of random steps until there were enough, or an answer was wrong. */
export async function runModel(options: ModelOptions): Promise<ModelReport> {
  const random = new Random(options.seed);
  const report = { steps: 0, reads: 0, hits: 0, mutations: 0, deaths: 0, expired: 0, wrong: [] };
  for (let round = 0; report.steps < options.steps && report.wrong.length === 0; round += 1) {
    await new Round(options, random, report, options.openStores(round)).run();
  }
  return report;
}

class Round {
  readonly #data = new DeskData();
  readonly #schedule: Schedule;
  readonly #marks: SteppedParts['marks'] = new Map();
  readonly #outage: Outage = { isOn: false };
  readonly #nodes: ModelNode[];
  readonly #wrap: (store: CacheStore) => CacheStore;
  // Rounds differ: crowded ones and lonely ones, with many mutations and with few.
  readonly #maxRequests: number;
  readonly #mutationOneIn: number;
  /** Few, so that they meet all the time. */
  readonly #questions: readonly Question[];
  #requests = new Map<Promise<void>, Life>();

  constructor(
    private readonly options: ModelOptions,
    private readonly random: Random,
    private readonly report: ModelReport,
    private readonly openStore: () => CacheStore,
  ) {
    this.#schedule = new Schedule(random);
    this.#maxRequests = random.pick([2, 3, 5, 12]);
    this.#mutationOneIn = random.pick([3, 8, 20]);
    this.#questions = Array.from({ length: 4 }, () => chooseQuestion(random));
    this.#wrap = options.mutant?.begin?.() ?? ((store) => store);
    this.#nodes = Array.from({ length: options.processes }, () => this.#startNode());
  }

  async run(): Promise<void> {
    for (let step = 0; step < stepsOfRound; step += 1) {
      this.report.steps += 1;
      this.#schedule.pass();
      if (this.options.hasOutages === true) this.#changeWeather();
      await this.#step(this.random.below(1000));
      await this.#schedule.settle();
    }
    this.#outage.isOn = false;
    await this.#finish();
    vi.clearAllTimers();
  }

  async #step(dice: number): Promise<void> {
    if (dice < 3) return this.options.hasOutages === true ? this.#rest() : this.#kill();
    if (dice < 13) return this.#expire();
    if (dice < 80) return void vi.advanceTimersByTime(this.random.below(100));
    if (dice < 250 && this.#requests.size < this.#maxRequests) return this.#ask();
    if (this.#schedule.resumeAwake()) return;
    if (this.#requests.size < mostRequests) return this.#ask();
    if (!this.#schedule.resumeAny()) vi.advanceTimersByTime(50);
  }

  #startNode(): ModelNode {
    const { options, random } = this;
    const life = new Life();
    const stepped = stepStore({
      inner: this.openStore(),
      schedule: this.#schedule,
      life,
      random,
      outage: this.#outage,
      marks: this.#marks,
    });
    return new ModelNode({
      data: this.#data,
      schedule: this.#schedule,
      life,
      store: this.#wrap(stepped),
      budgetMs: options.hasOutages === true ? limitMs : noLimitMs,
      isEverythingPublic: options.mutant?.isEverythingPublic ?? false,
    });
  }

  #changeWeather(): void {
    if (this.random.isOneIn(this.#outage.isOn ? 150 : 300)) this.#outage.isOn = !this.#outage.isOn;
  }

  /** Whatever the process was doing ends here, and another one starts in its place. */
  #kill(): void {
    this.report.deaths += 1;
    const at = this.random.below(this.#nodes.length);
    const life = this.#nodes[at]?.life;
    if (life === undefined) return;
    this.#schedule.end(life);
    for (const [request, owner] of this.#requests) if (owner === life) this.#requests.delete(request);
    this.#nodes[at] = this.#startNode();
  }

  /** Nothing happens for so long that marks end which could not be taken off. */
  async #rest(): Promise<void> {
    await this.#finish();
    vi.advanceTimersByTime(31_000);
  }

  /** The time of a mark is over whose process is dead. */
  async #expire(): Promise<void> {
    const orphans = [...this.#marks].filter(([, { life }]) => life.isOver);
    if (orphans.length === 0) return;
    const [markId, { scopes }] = this.random.pick(orphans);
    this.#marks.delete(markId);
    this.report.expired += 1;
    // The mark is there: to set it again changes nothing but its end.
    await this.openStore().scopes.mark(scopes, markId, 1);
    await this.options.pass(3);
  }

  #ask(): void {
    const node = this.random.pick(this.#nodes);
    const request = this.random.isOneIn(this.#mutationOneIn) ? this.#mutate(node) : this.#read(node);
    this.#requests.set(request, node.life);
    void request.finally(() => this.#requests.delete(request));
  }

  async #mutate(node: ModelNode): Promise<void> {
    this.report.mutations += 1;
    await node.mutate(chooseMutation(this.random), !this.random.isOneIn(5));
  }

  async #read(node: ModelNode): Promise<void> {
    const question = this.random.pick(this.#questions);
    const asked = this.#data.moment;
    const { text, isHit, isCurrent } = await node.read(question);
    const answered = this.#data.moment;
    this.report.reads += 1;
    if (isHit) this.report.hits += 1;
    this.#check(text, this.#data.wasRight(text, question, asked, answered));
    if (!this.random.isOneIn(4)) return;
    const askedAgain = this.#data.moment;
    if (!(await isCurrent())) return;
    this.#check(text, this.#data.wasRight(text, question, askedAgain, this.#data.moment));
  }

  #check(text: string, isRight: boolean): void {
    if (!isRight) this.report.wrong.push(`step ${this.report.steps}: ${text}`);
  }

  /** Lets everything that runs come to its end. */
  async #finish(): Promise<void> {
    while (this.#requests.size > 0) {
      if (!this.#schedule.resumeAny()) vi.advanceTimersByTime(100);
      await this.#schedule.settle();
    }
  }
}
