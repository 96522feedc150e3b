import type { Graph, Params, ParamValue } from '@mizan/protocol';

/** A cell of the desk's data: a number that goes up with every change. */
interface Change {
  readonly moment: number;
  readonly value: number;
}

/** Who reads: the same person with other rights sees other bundles. */
export interface Person {
  readonly id: number;
  readonly isStaff: boolean;
}

export interface Question {
  readonly context: 'user' | 'board';
  readonly params: Params;
  /** Null for a context that is the same for everybody. */
  readonly person: Person | null;
}

/** A run of a mutation: what it gets, and which cells it changes. */
export interface Mutation {
  readonly name: string;
  readonly sent: Params;
  readonly cells: readonly string[];
}

const integer = { kind: 'primitive', name: 'integer' } as const;
const text = { kind: 'primitive', name: 'string' } as const;
const truth = { kind: 'primitive', name: 'boolean' } as const;
const userId = { name: 'user_id', shape: integer, required: true };
const team = { name: 'team', shape: text, required: true };
const archived = { name: 'archived', shape: truth, required: true };
const optional = { required: false };

/** Every way of scoping: by a param, by two, by one that bundles may lack, by none, and by a merge. */
export const deskGraph: Graph = {
  types: {},
  channels: [],
  functions: [
    { name: 'user_profile', context: 'user', input: [userId], output: text },
    {
      name: 'user_orders',
      context: 'user',
      input: [userId, { name: 'limit', shape: integer, ...optional }],
      output: text,
    },
    { name: 'board', context: 'board', input: [team, { ...archived, ...optional }], output: text },
    { name: 'update_profile', affects: [{ context: 'user' }], input: [userId], output: text },
    { name: 'rename_user', merge: ['user'], input: [userId], output: text },
    { name: 'touch_all', affects: [{ context: 'user' }, { context: 'board' }], output: text },
    {
      name: 'move_card',
      affects: [{ context: 'board' }, { context: 'user' }],
      input: [team, { ...userId, ...optional }],
      output: text,
    },
    { name: 'archive', affects: [{ context: 'board' }], input: [team, archived], output: text },
  ],
};

/** The data, with all its past: a list of changes for each cell, and a clock that goes on with each commit. */
export class DeskData {
  readonly #cells = new Map<string, Change[]>();
  #moment = 0;

  /** How many commits there were. */
  get moment(): number {
    return this.#moment;
  }

  commit(cells: readonly string[]): void {
    this.#moment += 1;
    for (const cell of cells) {
      const changes = this.#cells.get(cell) ?? [];
      changes.push({ moment: this.#moment, value: changes.length + 1 });
      this.#cells.set(cell, changes);
    }
  }

  /** The bundle that is the right answer at a moment: it tells whose it is and what it was made of. */
  bundleAt(moment: number, { context, params, person }: Question): string {
    const cells = cellsOf(context, params).map((cell) => [cell, this.#valueAt(cell, moment)]);
    return JSON.stringify({ context, params, person, cells });
  }

  /** Whether an answer was right at some moment of a time, both ends included. */
  wasRight(answer: string, question: Question, since: number, until: number): boolean {
    for (let moment = since; moment <= until; moment += 1) {
      if (this.bundleAt(moment, question) === answer) return true;
    }
    return false;
  }

  #valueAt(cell: string, moment: number): number {
    return this.#cells.get(cell)?.findLast((change) => change.moment <= moment)?.value ?? 0;
  }
}

/** All that bundles with these params show. What they were read without, they show all of. */
function cellsOf(context: Question['context'], { user_id, team: of, archived: filter }: Params): string[] {
  if (context === 'user') return ['user', `user ${user_id}`];
  const parts: readonly ParamValue[] = filter === undefined ? [true, false] : [filter];
  return ['board', `board ${of}`, ...parts.map((part) => `board ${of} ${part}`)];
}
