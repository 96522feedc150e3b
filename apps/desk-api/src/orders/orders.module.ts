import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TicketsModule } from '../tickets/tickets.module.js';
import { OrderLine } from './order-line.entity.js';
import { OrderLineForm } from './order-line.form.js';
import { OrderFunctions } from './order.functions.js';
import { OrdersService } from './orders.service.js';
import { Product } from './product.entity.js';

@Module({
  imports: [TypeOrmModule.forFeature([OrderLine, Product]), TicketsModule],
  providers: [OrdersService, OrderFunctions, OrderLineForm],
})
export class OrdersModule {}
