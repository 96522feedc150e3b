const money = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' });

/** `€12.90` */
export function tellMoney(cents: number): string {
  return money.format(cents / 100);
}

/** `340 kB` */
export function tellSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
