import { randomUUID } from 'node:crypto';

import type { ScopeStore, StoreUse } from '../cache-store.js';
import { groupByContext, scopeContext } from '../scope-context.js';
import { shorten } from '../shorten.js';
import type { RedisKeys } from './redis-keys.js';
import {
  acquireScript,
  markScript,
  readVersionsScript,
  releaseScript,
  renewScript,
  type Script,
} from './scope-scripts.js';

export interface ScriptInput {
  keys: string[];
  arguments: string[];
}

/** What the store asks of a client for its scripts. */
export interface ScriptRunner {
  evalSha(sha1: string, input: ScriptInput): Promise<unknown>;
  eval(script: string, input: ScriptInput): Promise<unknown>;
}

/** How long it may take to compute an entry, so that it can be stored under versions that live as long as it does. */
const longestComputingMs = 30_000;

/** Versions, marks and locks in Redis or Valkey. */
export class RedisScopes implements ScopeStore {
  readonly #runner: ScriptRunner;
  readonly #keys: RedisKeys;
  #layouts: ReadonlyMap<string, string> = new Map();
  /** A version that is read lives on for at least half of it. */
  #versionTtlMs = 2 * longestComputingMs;

  constructor(runner: ScriptRunner, keys: RedisKeys) {
    this.#runner = runner;
    this.#keys = keys;
  }

  prepare({ layouts, longestTtlMs }: StoreUse): void {
    this.#layouts = new Map([...layouts].map(([context, layout]) => [context, shorten(layout)]));
    this.#versionTtlMs = 2 * (longestTtlMs + longestComputingMs);
  }

  async readVersions(scopes: readonly string[]): Promise<readonly (string | undefined)[]> {
    const versions = new Map<string, string | undefined>();
    await this.#forEachContext(scopes, async (group) => {
      const replies = await this.#runOn(group, readVersionsScript, [randomUUID()]);
      for (const [at, version] of toVersions(replies).entries()) versions.set(group[at] ?? '', version);
    });
    return scopes.map((scope) => versions.get(scope));
  }

  async mark(scopes: readonly string[], markId: string, ttlMs: number): Promise<void> {
    await this.#forEachContext(scopes, (group) =>
      this.#runOn(group, markScript, [encodeURIComponent(markId), toMilliseconds(ttlMs)]),
    );
  }

  async renew(scopes: readonly string[], markId = ''): Promise<void> {
    await this.#forEachContext(scopes, (group) =>
      this.#runOn(group, renewScript, [encodeURIComponent(markId)]),
    );
  }

  async acquire(lock: string, holder: string, ttlMs: number): Promise<boolean> {
    const taken = await this.#run(acquireScript, [this.#keys.ofLock(lock)], [holder, toMilliseconds(ttlMs)]);
    return taken === 1;
  }

  async release(lock: string, holder: string): Promise<void> {
    await this.#run(releaseScript, [this.#keys.ofLock(lock)], [holder]);
  }

  async #forEachContext(
    scopes: readonly string[],
    run: (group: readonly string[]) => Promise<unknown>,
  ): Promise<void> {
    await Promise.all(groupByContext(scopes).map(run));
  }

  /** @param group scopes of one context */
  #runOn(group: readonly string[], script: Script, args: readonly string[]): Promise<unknown> {
    const context = scopeContext(group[0] ?? '');
    const keys = [
      this.#keys.ofLayout(context),
      ...[context, ...group].map((scope) => this.#keys.ofScope(scope)),
    ];
    const layout = this.#layouts.get(context) ?? '';
    return this.#run(script, keys, [layout, toMilliseconds(this.#versionTtlMs), ...args]);
  }

  async #run(script: Script, keys: string[], args: string[]): Promise<unknown> {
    const input = { keys, arguments: args };
    try {
      return await this.#runner.evalSha(script.sha1, input);
    } catch (error) {
      // A server that was just started, or whose scripts were flushed.
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return await this.#runner.eval(script.text, input);
    }
  }
}

function toVersions(replies: unknown): readonly (string | undefined)[] {
  if (!Array.isArray(replies) || !replies.every((reply) => typeof reply === 'string')) {
    throw new TypeError('the client of Redis must answer with strings: give one without a type mapping');
  }
  return replies.map((version: string) => (version === '' ? undefined : version));
}

function toMilliseconds(ms: number): string {
  return String(Math.max(1, Math.ceil(ms)));
}
