import { Controller, Get, Module, Query } from '@nestjs/common';

import { ordersOf, type OrderView } from '../http/orders.js';

@Controller('orders')
class OrderController {
  @Get()
  list(@Query('customer_id') customerId: string): { list_orders: OrderView[] } {
    return { list_orders: ordersOf(Number(customerId)) };
  }
}

/** The baseline: the same body from Nest alone, with no pipe, no guard and no check. */
@Module({ controllers: [OrderController] })
export class RawAppModule {}
