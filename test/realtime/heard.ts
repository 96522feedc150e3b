/** What came, in its order, and a way to wait for it. */
export class Heard<Item> {
  readonly #items: Item[] = [];
  #waiting: (() => void)[] = [];

  get items(): readonly Item[] {
    return this.#items;
  }

  add(item: Item): void {
    this.#items.push(item);
    for (const look of this.#waiting.splice(0)) look();
  }

  /** Waits for so many, or for one that is meant. */
  async until(enough: number | ((item: Item) => boolean)): Promise<readonly Item[]> {
    const isEnough = () =>
      typeof enough === 'number' ? this.#items.length >= enough : this.#items.some(enough);
    while (!isEnough()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return [...this.#items];
  }
}
