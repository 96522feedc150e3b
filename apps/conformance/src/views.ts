import { enumOf, nullable, Typed } from '@mizan/nestjs';

export type OrderState = 'open' | 'paid';

export class Profile {
  @Typed('integer')
  user_id!: number;

  @Typed()
  name!: string;

  @Typed(nullable('string'))
  email: string | null = null;
}

export class Order {
  @Typed('integer')
  id!: number;

  @Typed()
  total!: number;

  @Typed(enumOf('open', 'paid'))
  state: OrderState = 'open';
}

export class Status {
  @Typed()
  ok!: boolean;
}

export class Echo {
  @Typed()
  message!: string;
}

export class WhoAmI {
  @Typed(nullable('integer'))
  user_id!: number | null;

  @Typed()
  staff!: boolean;
}

export class Filter {
  @Typed()
  text!: string;

  @Typed([enumOf('open', 'paid')])
  states: OrderState[] = [];
}

export class Board {
  @Typed()
  team!: string;

  @Typed()
  archived!: boolean;

  @Typed(['string'])
  cards!: string[];
}
