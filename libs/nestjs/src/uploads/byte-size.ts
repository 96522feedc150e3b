/** A number of bytes, or a text such as `'5MB'`: kB, MB and GB are 1024 of the smaller one. */
export type ByteSize = number | string;

const units: Readonly<Record<string, number>> = { '': 1, b: 1, kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30 };

/** Whole bytes above 0; undefined for what is none. */
export function readByteSize(size: unknown): number | undefined {
  const bytes = typeof size === 'string' ? parse(size) : size;
  return typeof bytes === 'number' && Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
}

function parse(text: string): number | undefined {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([kmg]?b)?$/i.exec(text.trim()) ?? [];
  const factor = units[unit.toLowerCase()];
  return digits === '' || factor === undefined ? undefined : Math.floor(Number(digits) * factor);
}

/** As people read it: `5 MB`. */
export function formatByteSize(bytes: number): string {
  const [name, factor] = bytes >= 2 ** 30 ? gigabytes : bytes >= 2 ** 20 ? megabytes : kilobytes;
  if (bytes < 2 ** 10) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  return `${Number((bytes / factor).toFixed(1))} ${name}`;
}

const gigabytes = ['GB', 2 ** 30] as const;
const megabytes = ['MB', 2 ** 20] as const;
const kilobytes = ['kB', 2 ** 10] as const;
