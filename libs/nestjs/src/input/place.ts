import { type FieldMessages, ValidationFailed } from '../errors/index.js';

const maxMessages = 100;

/** Objects and lists inside each other, at most. Keeps recursive types from overflowing the stack. */
export const maxDepth = 64;

/** The name under which messages about the whole input stand, as with forms. */
const wholeInput = '__all__';

/** What is wrong with one input. Only so many messages are kept: who sends more mistakes needs no full list. */
export class Issues {
  // Made with the first issue, since nearly every input has none.
  #fields: Map<string, string[]> | undefined;
  #count = 0;

  constructor(private readonly limit = maxMessages) {}

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** Whether further messages are not kept. */
  get isFull(): boolean {
    return this.#count >= this.limit;
  }

  get count(): number {
    return this.#count;
  }

  add(path: readonly PropertyKey[], message: string): void {
    const { isFull } = this;
    this.#count += 1;
    if (isFull) return;
    const name = path.length === 0 ? wholeInput : path.map(String).join('.');
    this.#fields ??= new Map();
    const messages = this.#fields.get(name);
    if (messages === undefined) this.#fields.set(name, [message]);
    else messages.push(message);
  }

  /** @throws ValidationFailed when there is any */
  throwIfAny(): void {
    if (!this.isEmpty) throw this.toError();
  }

  toError(): ValidationFailed {
    const fields: FieldMessages = Object.fromEntries(this.#fields ?? []);
    return new ValidationFailed({ fields });
  }
}

/**
 * How often members of unions may be tried for one input. Recursive unions whose members cannot be told apart would
 * otherwise take exponential time.
 */
const maxAttempts = 100_000;

/** An object or a list inside the input. The path is put together only when there is something to say. */
export class Place {
  readonly depth: number;

  private constructor(
    readonly issues: Issues,
    readonly parent: Place | undefined,
    readonly key: PropertyKey,
    private readonly attempts: { left: number },
  ) {
    this.depth = parent === undefined ? 0 : parent.depth + 1;
  }

  static root(): Place {
    return new Place(new Issues(), undefined, '', { left: maxAttempts });
  }

  enter(key: PropertyKey): Place {
    return new Place(this.issues, this, key, this.attempts);
  }

  /**
   * The same place, where what is wrong is counted but not held against the input: to try a member of a union.
   * Undefined when there were too many attempts.
   */
  attempt(): Place | undefined {
    if (this.attempts.left === 0) return undefined;
    this.attempts.left -= 1;
    return new Place(new Issues(0), this.parent, this.key, this.attempts);
  }

  /** Says what is wrong with the member of this name. Readers return what this returns: nothing. */
  report(key: PropertyKey, message: string): undefined {
    this.issues.add(this.issues.isFull ? [] : [...this.path(), key], message);
    return undefined;
  }

  path(): readonly PropertyKey[] {
    return this.parent === undefined ? [] : [...this.parent.path(), this.key];
  }
}
