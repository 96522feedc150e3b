import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';

/**
 * Runs every change in a transaction, one after the other. TypeORM has a single connection to SQLite and asks
 * it for "the last id" after an insert: of two inserts at once, both would get the second one's.
 */
@Injectable()
export class Writes {
  private last: Promise<unknown> = Promise.resolve();

  constructor(@InjectDataSource() private readonly database: DataSource) {}

  run<Result>(change: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    const result = this.last.then(() => this.database.transaction(change));
    this.last = result.catch(() => undefined);
    return result;
  }
}
