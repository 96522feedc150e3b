import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { seedDatabase } from './seed-database.js';

@Injectable()
export class SeedService implements OnModuleInit {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  async onModuleInit(): Promise<void> {
    await seedDatabase(this.database);
  }
}
