import {
  type CanActivate,
  Controller,
  Get,
  Injectable,
  Module,
  Query,
  UseGuards,
  ValidationPipe,
} from '@nestjs/common';

import { ada } from './ada.js';
import { CustomerKey, ordersOf, type OrderView } from '../http/orders.js';

const validation = new ValidationPipe({ transform: true, whitelist: true });

/** What asks who calls, as `auth: true` does. */
@Injectable()
class SignedInGuard implements CanActivate {
  canActivate(): boolean {
    return ada.id === 1;
  }
}

@Controller('orders')
class OrderController {
  @Get()
  list(@Query('customer_id') customerId: string): { list_orders: OrderView[] } {
    return { list_orders: ordersOf(Number(customerId)) };
  }

  @Get('own')
  @UseGuards(SignedInGuard)
  listOwn(@Query('customer_id') customerId: string): { list_orders: OrderView[] } {
    return { list_orders: ordersOf(Number(customerId)) };
  }

  @Get('checked')
  listChecked(@Query(validation) { customer_id }: CustomerKey): { list_orders: OrderView[] } {
    return { list_orders: ordersOf(customer_id) };
  }
}

/** The baseline: the same body from Nest alone, with no pipe and no check; with a guard; and as apps write it. */
@Module({ controllers: [OrderController] })
export class RawAppModule {}
