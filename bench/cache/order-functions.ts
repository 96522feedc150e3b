import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Arg, defineContext, Identity, MizanClient, type MizanIdentity } from '@mizan/nestjs';

import { ordersOf, OrderView } from '../http/orders.js';

const OrdersContext = defineContext('orders');
const MyOrdersContext = defineContext('my_orders');
export const StatusContext = defineContext('status');
const ReportContext = defineContext('report');

@Injectable()
export class OrderFunctions {
  /** How often the report was computed. */
  reports = 0;

  @MizanClient({ context: OrdersContext, cache: { scope: 'public' }, output: [OrderView] })
  listOrders(@Arg('customer_id', 'integer') customerId: number): OrderView[] {
    return ordersOf(customerId);
  }

  @MizanClient({ context: MyOrdersContext, auth: true, output: [OrderView] })
  listMyOrders(
    @Arg('customer_id', 'integer') customerId: number,
    @Identity() _who: MizanIdentity,
  ): OrderView[] {
    return ordersOf(customerId);
  }

  /** A bundle so small that a million of them fit. */
  @MizanClient({ context: StatusContext, cache: { scope: 'public', ttl: 3600 }, output: 'boolean' })
  isActive(@Arg('customer_id', 'integer') customerId: number): boolean {
    return customerId > 0;
  }

  /** So slow that all who ask at the same time come before it is done. */
  @MizanClient({ context: ReportContext, cache: { scope: 'public' }, output: 'integer' })
  async report(@Arg('year', 'integer') year: number): Promise<number> {
    this.reports += 1;
    await delay(100);
    return year;
  }

  /** It says by which param a change of the status is told. */
  @MizanClient({ affects: StatusContext, output: 'boolean' })
  activate(@Arg('customer_id', 'integer') customerId: number): boolean {
    return customerId > 0;
  }
}
