/** Keeps the capitals that are there, so that `lineItems` and `line_items` both become `LineItems`. */
export function toPascal(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
