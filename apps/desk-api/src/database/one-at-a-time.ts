import type { DataSource } from 'typeorm';

/** Of the desk's own; any other number would do. */
const lock = 7_305_142;

/** Does what only one process may do at a time, where several share a Postgres: all may be started at once. */
export async function oneAtATime<Result>(database: DataSource, work: () => Promise<Result>): Promise<Result> {
  if (database.options.type !== 'postgres') return work();
  const runner = database.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [lock]);
    try {
      return await work();
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1)', [lock]);
    }
  } finally {
    await runner.release();
  }
}
