import { Inject, Injectable, Scope } from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { IdentityResolver } from '@mizan/nestjs';
import { ValidatorConstraint, type ValidatorConstraintInterface } from 'class-validator';
import { TicketsService } from './tickets.service.js';

/** Nobody needs two open tickets of one title. Others' tickets do not count: they are not to be known of. */
@Injectable({ scope: Scope.REQUEST })
@ValidatorConstraint({ name: 'titleIsNew', async: true })
export class TitleIsNew implements ValidatorConstraintInterface {
  constructor(
    private readonly desk: TicketsService,
    private readonly identities: IdentityResolver,
    @Inject(REQUEST) private readonly request: object,
  ) {}

  async validate(title: string): Promise<boolean> {
    const who = await this.identities.resolve(this.request);
    return who === null || !(await this.desk.isOpen(Number(who.id), title));
  }

  defaultMessage(): string {
    return 'You have an open ticket of this title.';
  }
}
