import { Field, type MizanFile, Upload } from '@mizan/nestjs';
import { IsIn, IsOptional, Validate } from 'class-validator';
import { type Area, areas, toChoices, urgencies, type Urgency } from './ticket-choices.js';
import { IsText, IsTitle } from './ticket-inputs.js';
import { TitleIsNew } from './title-is-new.validator.js';

export class NewTicket {
  @Field({ label: 'In a few words' })
  @IsTitle()
  @Validate(TitleIsNew, { context: { code: 'open_already' } })
  title!: string;

  @Field({ label: 'What is it about?', choices: toChoices(areas) })
  @IsIn(Object.keys(areas))
  area: Area = 'other';

  @Field({ label: 'What happened?', widget: 'textarea' })
  @IsText()
  text!: string;

  @Field({ label: 'When do you need an answer?', widget: 'radio', choices: toChoices(urgencies) })
  @IsIn(Object.keys(urgencies))
  urgency: Urgency = 'week';

  @Field({ label: 'Attachments', helpText: 'Up to 3 files of 5 MB.' })
  @IsOptional()
  @Upload({ maxSize: '5MB', count: 3 })
  attachments?: MizanFile[];
}
