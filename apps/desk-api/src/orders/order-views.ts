import { Typed } from '@mizan/nestjs';

export class ProductView {
  @Typed()
  sku!: string;

  @Typed()
  name!: string;

  @Typed('integer', { description: 'In cents.' })
  price!: number;
}

export class OrderLineView {
  @Typed('integer')
  id!: number;

  @Typed()
  product!: ProductView;

  @Typed('integer')
  quantity!: number;
}
