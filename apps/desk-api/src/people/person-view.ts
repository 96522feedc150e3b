import { Typed, enumOf } from '@mizan/nestjs';
import type { Role } from './person.entity.js';

export class PersonView {
  @Typed('integer')
  id!: number;

  @Typed()
  name!: string;

  @Typed(enumOf('customer', 'agent', 'admin'))
  role!: Role;
}
