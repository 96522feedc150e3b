import { Typed } from '@mizan/nestjs';

export class AttachmentView {
  @Typed('integer')
  id!: number;

  @Typed()
  name!: string;

  @Typed('integer', { description: 'In bytes.' })
  size!: number;
}
