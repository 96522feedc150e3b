import { MizanForm } from '@mizan/nestjs';
import { Injectable } from '@nestjs/common';
import { IsInt, MaxLength, Min } from 'class-validator';

export class OrderLine {
  @MaxLength(8)
  sku!: string;

  @IsInt()
  @Min(1)
  qty!: number;
}

@Injectable()
export class OrderLineForm {
  @MizanForm({ name: 'order_line', formset: true })
  keep(_line: OrderLine): void {
    // Nothing is stored: the app answers the same whenever it is asked.
  }
}
