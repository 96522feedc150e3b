import { Injectable } from '@nestjs/common';
import { MizanClient } from '@mizan/nestjs';
import { DemoContext, TeamContext } from './people-contexts.js';
import { PeopleService } from './people.service.js';
import { PersonView } from './person-view.js';

@Injectable()
export class PeopleFunctions {
  constructor(private readonly people: PeopleService) {}

  @MizanClient({
    context: DemoContext,
    output: [PersonView],
    cache: { scope: 'public' },
    description: 'Whom one can sign in as.',
  })
  demoPeople() {
    return this.people.demo();
  }

  @MizanClient({
    context: TeamContext,
    output: [PersonView],
    auth: 'staff',
    cache: { scope: 'public' },
    description: 'Who answers tickets.',
  })
  team() {
    return this.people.team();
  }
}
