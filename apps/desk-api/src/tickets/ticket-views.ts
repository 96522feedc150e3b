import { Type } from 'class-transformer';
import { IsDate, IsIn, IsInt, IsString, ValidateNested } from 'class-validator';
import { PersonView } from '../people/person-view.js';
import type { TicketStatus } from './ticket.entity.js';

export class TicketView {
  @IsInt()
  id!: number;

  @IsString()
  title!: string;

  @IsIn(['open', 'closed'])
  status!: TicketStatus;

  @IsDate()
  opened!: Date;

  @ValidateNested()
  @Type(() => PersonView)
  requester!: PersonView;

  @IsNullable()
  @ValidateNested()
  @Type(() => PersonView)
  assignee!: PersonView | null;
}

export class CommentView {
  @IsInt()
  id!: number;

  @ValidateNested()
  @Type(() => PersonView)
  author!: PersonView;

  @IsString()
  text!: string;

  @IsDate()
  written!: Date;
}

/** The numbers in the header. */
export class Counts {
  /** Open tickets that one may see. */
  @IsInt()
  open!: number;

  /** Open tickets that wait for oneself. */
  @IsInt()
  mine!: number;
}
