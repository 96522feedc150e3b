import { Column, type ColumnOptions } from 'typeorm';

const transformer = {
  to: (bytes: Buffer): string => bytes.toString('base64'),
  from: (text: string): Buffer => Buffer.from(text, 'base64'),
};

/** Bytes as text, since no type of column for bytes is common to SQLite and Postgres. Only read where it is asked for. */
export function BytesColumn(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ ...options, type: 'text', select: false, transformer });
}
