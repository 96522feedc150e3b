import { applyDecorators } from '@nestjs/common';
import { IsInt, IsString, Matches, MaxLength } from 'class-validator';

export function IsTitle(): PropertyDecorator {
  return applyDecorators(
    IsString(),
    Matches(/\S/, { message: 'A ticket needs a title.' }),
    MaxLength(120, { message: 'Keep the title below 120 characters.' }),
  );
}

export function IsText(): PropertyDecorator {
  return applyDecorators(
    IsString(),
    Matches(/\S/, { message: 'Write something first.' }),
    MaxLength(4000, { message: 'Keep it below 4,000 characters.' }),
  );
}

export class RenameTicketInput {
  @IsInt()
  ticket_id!: number;

  @IsTitle()
  title!: string;
}

export class AddCommentInput {
  @IsInt()
  ticket_id!: number;

  @IsText()
  text!: string;
}
