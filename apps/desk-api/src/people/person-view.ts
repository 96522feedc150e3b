import { IsIn, IsInt, IsString } from 'class-validator';
import type { Role } from './person.entity.js';

export class PersonView {
  @IsInt()
  id!: number;

  @IsString()
  name!: string;

  @IsIn(['customer', 'agent', 'admin'])
  role!: Role;
}
