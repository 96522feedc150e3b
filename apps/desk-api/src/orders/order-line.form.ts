import { BadRequestException, Injectable } from '@nestjs/common';
import { Field, type FormsetRow, FormsetSubmit, MizanForm, type PerRequest } from '@mizan/nestjs';
import { IsInt, IsString, Max, Min } from 'class-validator';
import type { Person } from '../people/person.entity.js';
import { TicketContext } from '../tickets/ticket-contexts.js';
import { OrdersService } from './orders.service.js';

/** What is on the shelf today. */
const products: PerRequest<readonly { value: string; label: string }[]> = async (_who, { moduleRef }) => {
  const all = await moduleRef.get(OrdersService).products();
  return all.map(({ sku, name }) => ({ value: sku, label: name }));
};

export class OrderLineInput {
  @Field({ widget: 'hidden' })
  @IsInt()
  ticket_id!: number;

  @Field({ label: 'Product', choices: products })
  @IsString()
  sku!: string;

  @IsInt()
  @Min(1)
  @Max(99)
  quantity = 1;
}

@Injectable()
export class OrderLineForm {
  constructor(private readonly orders: OrdersService) {}

  @MizanForm({
    name: 'order_line',
    title: 'Order',
    submitLabel: 'Save the order',
    formset: { min: 1, max: 20, canDelete: true, canOrder: true },
    affects: TicketContext,
    auth: true,
  })
  addOne(_line: OrderLineInput): void {
    throw new BadRequestException('Lines of an order are sent together.');
  }

  /** The lines that are sent are the whole order. */
  @FormsetSubmit('order_line')
  async order(rows: readonly FormsetRow<OrderLineInput>[], who: Person): Promise<void> {
    const lines = rows.flatMap(({ data }) => (data ? [data] : []));
    const [ticketId, ...others] = new Set(lines.map((line) => line.ticket_id));
    if (ticketId === undefined || others.length > 0) {
      throw new BadRequestException('The lines of an order are all of one ticket.');
    }
    await this.orders.order(who, ticketId, lines);
  }
}
