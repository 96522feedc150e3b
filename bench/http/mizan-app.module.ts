import { Injectable, Module } from '@nestjs/common';
import { defineContext, MizanClient, MizanModule } from '@mizan/nestjs';

import { CreateOrder, createOrder, CustomerKey, ordersOf, OrderView } from './orders.js';

const OrderContext = defineContext('orders');

@Injectable()
class OrderFunctions {
  @MizanClient({ output: OrderView })
  createOrder(input: CreateOrder): OrderView {
    return createOrder(input);
  }

  @MizanClient({ context: OrderContext, output: [OrderView] })
  listOrders({ customer_id }: CustomerKey): OrderView[] {
    return ordersOf(customer_id);
  }
}

@Module({ imports: [MizanModule.forRoot()], providers: [OrderFunctions] })
export class MizanAppModule {}
