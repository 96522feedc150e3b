import type { ProductView } from '../mizan/index.js';

/** What may not be filled in yet counts as nothing. */
interface Line {
  readonly sku?: string | undefined;
  /** A text, while somebody types it. */
  readonly quantity?: string | number | null | undefined;
}

/** In cents. */
export function totalOf(lines: readonly Line[], products: readonly ProductView[]): number {
  return lines.reduce((sum, line) => sum + priceOf(line, products), 0);
}

/** In cents. */
export function priceOf({ sku, quantity }: Line, products: readonly ProductView[]): number {
  const count = Number(quantity ?? 0);
  const { price = 0 } = products.find((product) => product.sku === sku) ?? {};
  return Number.isSafeInteger(count) && count > 0 ? price * count : 0;
}
