import { DataSource, type DataSourceOptions } from 'typeorm';
import { oneAtATime } from './one-at-a-time.js';

/** Connects, and makes the tables that are missing. */
export async function openDatabase(options: DataSourceOptions | undefined): Promise<DataSource> {
  if (!options) throw new Error('The desk has no database to open.');
  const database = await new DataSource({ ...options, synchronize: false }).initialize();
  if (options.synchronize) await oneAtATime(database, () => database.synchronize());
  return database;
}
