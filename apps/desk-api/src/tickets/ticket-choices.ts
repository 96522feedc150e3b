/** What tickets are about, by the words that people choose from. */
export const areas = {
  order: 'An order',
  delivery: 'A delivery',
  invoice: 'An invoice',
  account: 'My account',
  other: 'Something else',
} as const;

/** How soon an answer is needed. */
export const urgencies = {
  week: 'This week',
  today: 'Today',
  now: 'Now: please call me',
} as const;

export type Area = keyof typeof areas;
export type Urgency = keyof typeof urgencies;

/** As a field of a form wants them. */
export function toChoices(words: Readonly<Record<string, string>>) {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}
