import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PeopleFunctions } from './people.functions.js';
import { PeopleService } from './people.service.js';
import { Person } from './person.entity.js';
import { Portrait } from './portrait.entity.js';
import { PortraitsController } from './portraits.controller.js';
import { ProfileForm } from './profile.form.js';

@Module({
  imports: [TypeOrmModule.forFeature([Person, Portrait])],
  controllers: [PortraitsController],
  providers: [PeopleService, PeopleFunctions, ProfileForm],
  exports: [PeopleService],
})
export class PeopleModule {}
