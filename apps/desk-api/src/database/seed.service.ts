import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { MizanCache } from '@mizan/nestjs';
import type { DataSource } from 'typeorm';
import { oneAtATime } from './one-at-a-time.js';
import { seedDatabase } from './seed-database.js';

@Injectable()
export class SeedService implements OnModuleInit, OnApplicationBootstrap {
  private isNew = false;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly cache: MizanCache,
  ) {}

  async onModuleInit(): Promise<void> {
    this.isNew = await oneAtATime(this.database, () => seedDatabase(this.database));
  }

  /** What a Redis still holds was read from another database than this new one. */
  async onApplicationBootstrap(): Promise<void> {
    if (!this.isNew) return;
    await Promise.all(this.cache.contexts.map(({ context }) => this.cache.invalidate(context)));
  }
}
