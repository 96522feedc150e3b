/** Whether a value is a file of a multipart body. Nothing in JSON can be taken for one: it holds no functions. */
export function isMizanFile(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'saveTo' in value &&
    typeof value.saveTo === 'function' &&
    'size' in value &&
    typeof value.size === 'number'
  );
}
