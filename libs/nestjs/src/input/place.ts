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

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  get isFull(): boolean {
    return this.#count >= maxMessages;
  }

  add(path: readonly PropertyKey[], message: string): void {
    if (this.isFull) return;
    this.#count += 1;
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

/** An object or a list inside the input. The path is put together only when there is something to say. */
export class Place {
  readonly depth: number;

  private constructor(
    readonly issues: Issues,
    readonly parent: Place | undefined,
    readonly key: PropertyKey,
  ) {
    this.depth = parent === undefined ? 0 : parent.depth + 1;
  }

  static root(): Place {
    return new Place(new Issues(), undefined, '');
  }

  /** The same place, where what is wrong is not yet held against the input: to try a member of a union. */
  fork(): Place {
    return new Place(new Issues(), this.parent, this.key);
  }

  enter(key: PropertyKey): Place {
    return new Place(this.issues, this, key);
  }

  /** Says what is wrong with the member of this name. Readers return what this returns: nothing. */
  report(key: PropertyKey, message: string): undefined {
    if (!this.issues.isFull) this.issues.add([...this.path(), key], message);
    return undefined;
  }

  path(): readonly PropertyKey[] {
    return this.parent === undefined ? [] : [...this.parent.path(), this.key];
  }
}
