/** Whether something was filled in (PROTOCOL 11). */
export function isFilledIn(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** Whether a field holds this. Forms are text at heart: `5` and `'5'` are the same. */
export function isSameText(value: unknown, other: string | number | boolean | undefined): boolean {
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isScalar && other !== undefined && String(value) === String(other);
}
