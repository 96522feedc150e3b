import { Typed, enumOf, nullable } from '@mizan/nestjs';
import type { Role } from './person.entity.js';

export class PersonView {
  @Typed('integer')
  id!: number;

  @Typed()
  name!: string;

  @Typed(enumOf('customer', 'agent', 'admin'))
  role!: Role;

  @Typed(nullable('string'), { description: 'The address of the picture.' })
  portrait!: string | null;
}
