import { promisify } from 'node:util';
import { Injectable, NotFoundException, Req } from '@nestjs/common';
import { Arg, GlobalContext, Identity, MizanClient, nullable, SocketService } from '@mizan/nestjs';
import type { Request } from 'express';
import { PeopleService } from '../people/people.service.js';
import type { Person } from '../people/person.entity.js';
import { PersonView } from '../people/person-view.js';

@Injectable()
export class SignInFunctions {
  constructor(
    private readonly people: PeopleService,
    private readonly sockets: SocketService,
  ) {}

  @MizanClient({ context: GlobalContext, output: nullable(PersonView), description: 'Who is signed in.' })
  currentUser(@Identity() who: Person | null) {
    return who;
  }

  @MizanClient({ output: PersonView, description: 'Takes the place of a person of the demo. No password.' })
  async signIn(
    @Arg('person_id', 'integer') personId: number,
    @Identity() who: Person | null,
    @Req() request: Request,
  ) {
    const person = await this.people.find(personId);
    if (!person?.demo) throw new NotFoundException('Nobody of this name takes part in the demo.');
    const { session } = request;
    // A new session id, so that nobody who knew the old one is signed in along.
    await promisify(session.regenerate.bind(session))();
    request.session.personId = person.id;
    if (who) await this.sockets.recheck(who.id);
    return person;
  }

  @MizanClient({ output: 'boolean', description: 'Ends the session. True when there was one to end.' })
  async signOut(@Identity() who: Person | null, @Req() { session }: Request) {
    await promisify(session.destroy.bind(session))();
    // Pages that are open in other tabs hear nothing more.
    if (who) await this.sockets.recheck(who.id);
    return who !== null;
  }
}
