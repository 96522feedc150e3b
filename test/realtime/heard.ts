/** What came, in its order, and a way to wait for it. */
export class Heard<Item> {
  readonly #items: Item[] = [];
  #came: () => void = () => {};

  get items(): readonly Item[] {
    return this.#items;
  }

  add(item: Item): void {
    this.#items.push(item);
    this.#came();
  }

  /** Waits for so many, or for one that is meant. */
  async until(enough: number | ((item: Item) => boolean)): Promise<readonly Item[]> {
    const isEnough = () =>
      typeof enough === 'number' ? this.#items.length >= enough : this.#items.some(enough);
    while (!isEnough()) await new Promise<void>((resolve) => (this.#came = resolve));
    return [...this.#items];
  }
}
