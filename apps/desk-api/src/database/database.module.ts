import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { readSettings } from '../settings.js';
import { databaseOptions } from './database-options.js';
import { openDatabase } from './open-database.js';
import { SeedService } from './seed.service.js';
import { Writes } from './writes.js';

@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      useFactory: () => databaseOptions(readSettings()),
      dataSourceFactory: openDatabase,
    }),
  ],
  providers: [SeedService, Writes],
  exports: [Writes],
})
export class DatabaseModule {}
