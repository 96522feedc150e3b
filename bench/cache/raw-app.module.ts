import { Controller, Get, Module, Query, ValidationPipe } from '@nestjs/common';

import { CustomerKey, ordersOf, type OrderView } from '../http/orders.js';

const validation = new ValidationPipe({ transform: true, whitelist: true });

@Controller('orders')
class OrderController {
  @Get()
  list(@Query('customer_id') customerId: string): { list_orders: OrderView[] } {
    return { list_orders: ordersOf(Number(customerId)) };
  }

  @Get('checked')
  listChecked(@Query(validation) { customer_id }: CustomerKey): { list_orders: OrderView[] } {
    return { list_orders: ordersOf(customer_id) };
  }
}

/** The baseline: the same body from Nest alone, with no pipe, no guard and no check; and as apps write it. */
@Module({ controllers: [OrderController] })
export class RawAppModule {}
