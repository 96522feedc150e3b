import { type DynamicModule, Module } from '@nestjs/common';
import { type CacheStore, MizanModule } from '@mizan/nestjs';

import { ada } from './ada.js';
import { OrderFunctions } from './order-functions.js';

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
