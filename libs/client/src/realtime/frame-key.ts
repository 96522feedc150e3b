import { isRecord } from '../record.js';

/** The same for the same params, in whatever order their names come. */
export function frameKey(name: unknown, params: unknown): string {
  return JSON.stringify([name, params], (_, value: unknown) =>
    isRecord(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
