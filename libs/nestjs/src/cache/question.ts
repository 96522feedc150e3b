import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { cacheKey, type Params } from '@mizan/protocol';
import type { Caller } from './callers.js';
import { isSameParams, readEntry } from './entry.js';
import type { CachePlan } from './plan-contexts.js';
import type { StoreTurn } from './store/index.js';

/** What is asked of the store. */
export interface Question {
  readonly plan: CachePlan;
  readonly params: Params;
  readonly shape: string;
  /** PROTOCOL 9. */
  readonly key: string;
  readonly scopes: readonly string[];
}

/** What the store knows. */
export type Finding =
  | { readonly kind: 'hit'; readonly text: string; readonly versions: readonly string[] }
  | { readonly kind: 'missing'; readonly versions: readonly string[] }
  /** A mutation runs that may change it, or the store cannot tell: neither serve nor store anything. */
  | { readonly kind: 'unsure' };

const unsure: Finding = { kind: 'unsure' };

/** So many questions are remembered, and none of this many characters. */
const maxKnown = 1000;
const longestKnown = 2000;

/** Makes questions whose keys only this secret makes. */
export class Questions {
  readonly #secret: KeyObject;
  /** What is asked often is asked again: its key takes longer to compute than all else of a hit. */
  readonly #known = new Map<string, Question>();

  constructor(secret: string) {
    this.#secret = createSecretKey(Buffer.from(secret));
  }

  make(plan: CachePlan, params: Params, caller: Caller): Question {
    const name = `${plan.context}\n${JSON.stringify(params)}\n${caller.key ?? ''}`;
    const known = this.#known.get(name);
    // JSON has one zero.
    if (known !== undefined && isSameParams(known.params, params)) return known;
    const question = this.#make(plan, params, caller);
    if (name.length > longestKnown) return question;
    if (this.#known.size >= maxKnown) this.#known.clear();
    this.#known.set(name, question);
    return question;
  }

  #make(plan: CachePlan, params: Params, { key: user }: Caller): Question {
    const parts = { context: plan.context, params, rev: plan.rev, ...(user !== undefined && { user }) };
    const key = cacheKey(parts, (text) => createHmac('sha256', this.#secret).update(text).digest('hex'));
    return { plan, params, shape: plan.shape, key, scopes: plan.scopes.ofBundle(params) };
  }
}

/**
 * Looks an entry up. Versions and entry may be read in either order: what counts is that the entry carries the
 * versions that stood at one moment after the request came in.
 */
export async function look(question: Question, turn: StoreTurn): Promise<Finding> {
  const { key, scopes } = question;
  const [versions, stored] = await turn.look(scopes, key);
  if (!isComplete(versions)) return unsure;
  const text = readEntry(stored, question, versions);
  if (text !== undefined) return { kind: 'hit', text, versions };
  // What is outdated may be a copy in the memory of this process, of which another has stored a newer one.
  const newer = stored === undefined ? undefined : await readCurrent(question, versions, turn);
  return newer === undefined ? { kind: 'missing', versions } : { kind: 'hit', text: newer, versions };
}

/** The text of the entry, if any copy of it has these versions. */
export async function readCurrent(
  question: Question,
  versions: readonly string[],
  turn: StoreTurn,
): Promise<string | undefined> {
  const isCurrent = (entry: unknown): boolean => readEntry(entry, question, versions) !== undefined;
  return readEntry(await turn.get(question.key, isCurrent), question, versions);
}

function isComplete(versions: readonly (string | undefined)[]): versions is readonly string[] {
  return !versions.includes(undefined);
}
