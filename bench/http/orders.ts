import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsEmail,
  IsIn,
  IsInt,
  IsISO8601,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';

/** What both apps do: the same input, checked by the same rules, and the same answer. */

export class OrderLine {
  @IsString()
  @MaxLength(20)
  sku!: string;

  @IsInt()
  @Min(1)
  @Max(1000)
  quantity!: number;

  @IsNumber()
  price!: number;
}

export class CreateOrder {
  @IsString()
  @MinLength(1)
  @MaxLength(80)
  customer!: string;

  @IsEmail()
  email!: string;

  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => OrderLine)
  lines!: OrderLine[];

  @IsOptional()
  @IsString()
  note?: string;
}

export class OrderView {
  @IsInt()
  id!: number;

  @IsString()
  customer!: string;

  @IsNumber()
  total!: number;

  @IsIn(['open', 'paid'])
  state!: 'open' | 'paid';

  @IsISO8601()
  placed_at!: string;
}

/** Of a query string, where everything is text. */
export class CustomerKey {
  @Type(() => Number)
  @IsInt()
  customer_id!: number;
}

export function createOrder(input: CreateOrder): OrderView {
  const total = input.lines.reduce((sum, line) => sum + line.quantity * line.price, 0);
  return { id: 1, customer: input.customer, total, state: 'open', placed_at: '2026-01-31T12:00:00.000Z' };
}

export function ordersOf(customerId: number): OrderView[] {
  return Array.from({ length: 20 }, (_, index) => ({
    id: index,
    customer: `Customer ${customerId}`,
    total: 9.5 * index,
    state: index % 2 === 0 ? 'open' : 'paid',
    placed_at: '2026-01-31T12:00:00.000Z',
  }));
}
