import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PeopleFunctions } from './people.functions.js';
import { PeopleService } from './people.service.js';
import { Person } from './person.entity.js';
import { ProfileForm } from './profile.form.js';

@Module({
  imports: [TypeOrmModule.forFeature([Person])],
  providers: [PeopleService, PeopleFunctions, ProfileForm],
  exports: [PeopleService],
})
export class PeopleModule {}
