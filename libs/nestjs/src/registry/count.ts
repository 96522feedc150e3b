/** How many of something there are, in words: `1 form`, `2 forms`. */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
