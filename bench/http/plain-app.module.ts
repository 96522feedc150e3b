import { Body, Controller, Get, HttpCode, Module, Post, Query, ValidationPipe } from '@nestjs/common';
import { APP_PIPE } from '@nestjs/core';

import { CreateOrder, createOrder, CustomerKey, ordersOf, type OrderView } from './orders.js';

@Controller('orders')
class OrderController {
  @Post()
  @HttpCode(200)
  create(@Body() input: CreateOrder): OrderView {
    return createOrder(input);
  }

  @Get()
  list(@Query() { customer_id }: CustomerKey): OrderView[] {
    return ordersOf(customer_id);
  }
}

/** The baseline: the work as an app without Mizan does it. */
@Module({
  controllers: [OrderController],
  providers: [{ provide: APP_PIPE, useValue: new ValidationPipe({ transform: true, whitelist: true }) }],
})
export class PlainAppModule {}
