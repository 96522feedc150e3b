import { Injectable } from '@nestjs/common';
import { Field, GlobalContext, Identity, MizanFile, MizanForm, type PerRequest, Upload } from '@mizan/nestjs';
import { IsOptional, IsPhoneNumber, Matches, MaxLength } from 'class-validator';
import { TicketContext, TicketsContext } from '../tickets/ticket-contexts.js';
import { DemoContext, TeamContext } from './people-contexts.js';
import { PeopleService } from './people.service.js';
import type { Person } from './person.entity.js';
import { PersonView } from './person-view.js';

/** What a person's profile says now. */
function present(fact: 'name' | 'phone'): PerRequest<string | null> {
  return async (who, { moduleRef }) => {
    const person = await moduleRef.get(PeopleService).find(Number(who?.id));
    return person?.[fact] ?? null;
  };
}

export class Profile {
  @Field({ label: 'Your name', initial: present('name') })
  @Matches(/\S/, { message: 'How do we call you?' })
  @MaxLength(60)
  name!: string;

  @Field({
    label: 'Phone',
    helpText: 'With the code of the country, as in +49 30 901820. Only the team sees it.',
    initial: present('phone'),
  })
  @IsOptional()
  @IsPhoneNumber(undefined, { message: 'This is no number that we could call.' })
  phone?: string;

  @Field({ label: 'Picture', helpText: 'Shown wherever your name is. 2 MB at most.' })
  @IsOptional()
  @Upload({ maxSize: '2MB', accept: ['image/png', 'image/jpeg', 'image/webp'] })
  picture?: MizanFile;
}

@Injectable()
export class ProfileForm {
  constructor(private readonly people: PeopleService) {}

  /** Names are seen wherever people are. */
  @MizanForm({
    name: 'edit_profile',
    title: 'Your profile',
    submitLabel: 'Save',
    affects: [GlobalContext, TicketsContext, TicketContext, TeamContext, DemoContext],
    auth: true,
    output: PersonView,
  })
  change({ name, phone, picture }: Profile, @Identity() who: Person) {
    return this.people.change(who, { name: name.trim(), phone: phone ?? null, picture });
  }
}
