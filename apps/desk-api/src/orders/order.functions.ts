import { Injectable } from '@nestjs/common';
import { Arg, defineContext, Identity, MizanClient } from '@mizan/nestjs';
import type { Person } from '../people/person.entity.js';
import { TicketContext } from '../tickets/ticket-contexts.js';
import { OrderLineView, ProductView } from './order-views.js';
import { OrdersService } from './orders.service.js';

const ProductsContext = defineContext('products');

@Injectable()
export class OrderFunctions {
  constructor(private readonly orders: OrdersService) {}

  @MizanClient({ context: TicketContext, auth: true, output: [OrderLineView] })
  order(@Arg('ticket_id', 'integer') id: number, @Identity() who: Person) {
    return this.orders.linesOf(who, id);
  }

  @MizanClient({
    context: ProductsContext,
    auth: true,
    output: [ProductView],
    cache: { scope: 'public' },
    description: 'What can be ordered.',
  })
  products() {
    return this.orders.products();
  }
}
