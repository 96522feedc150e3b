import { IsInt, IsString } from 'class-validator';

/** What goes back and forth: a line of a chat. */
export class Line {
  @IsString()
  room!: string;

  @IsString()
  text!: string;

  @IsInt()
  sent_at!: number;
}
