import { Module } from '@nestjs/common';
import { MizanModule } from '@mizan/nestjs';

import { TicketFunctions } from './ticket.functions';

@Module({
  imports: [
    MizanModule.forRoot({ identity: () => ({ id: 1, isStaff: false, isSuperuser: false, permissions: [] }) }),
  ],
  providers: [TicketFunctions],
})
export class AppModule {}
