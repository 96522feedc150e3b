import { type DynamicModule, Module } from '@nestjs/common';
import { type CacheStore, MizanModule } from '@mizan/nestjs';

import { OrderFunctions } from './order-functions.js';

const ada = { id: 1, isStaff: false, isSuperuser: false, permissions: ['orders.read'] };
const secret = 'a secret of thirty-two bytes or more';

@Module({ providers: [OrderFunctions] })
export class MizanAppModule {
  /** @param store left out, nothing is cached */
  static with(store: CacheStore | undefined): DynamicModule {
    const mizan = MizanModule.forRoot({
      identity: () => ada,
      ...(store && { cache: { secret, store, ttl: 3600 } }),
    });
    return { module: MizanAppModule, imports: [mizan] };
  }
}
