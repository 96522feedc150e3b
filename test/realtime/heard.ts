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

  /** Waits for so many, or for one that is meant. @param since the place of the first that may be it */
  async until(enough: number | ((item: Item) => boolean), since = 0): Promise<readonly Item[]> {
    let seen = since;
    const isEnough = () => {
      if (typeof enough === 'number') return this.#items.length >= enough;
      const items = this.#items.slice(seen);
      seen = this.#items.length;
      return items.some(enough);
    };
    while (!isEnough()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return [...this.#items];
  }
}
