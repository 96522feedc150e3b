import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { MizanFile } from '@mizan/nestjs';
import { In, type Repository } from 'typeorm';
import { Writes } from '../database/writes.js';
import { Person } from './person.entity.js';
import { Portrait } from './portrait.entity.js';

/** What people may say of themselves. */
export interface PersonFacts {
  readonly name: string;
  readonly phone: string | null;
  /** In place of the one that is there; left out, that one stays. */
  readonly picture?: MizanFile | undefined;
}

@Injectable()
export class PeopleService {
  constructor(
    @InjectRepository(Person) private readonly people: Repository<Person>,
    @InjectRepository(Portrait) private readonly portraits: Repository<Portrait>,
    private readonly writes: Writes,
  ) {}

  find(id: number): Promise<Person | null> {
    return this.people.findOneBy({ id });
  }

  /** The persons that anyone may sign in as. */
  demo(): Promise<Person[]> {
    return this.people.find({ where: { demo: true }, order: { id: 'ASC' } });
  }

  /** Those who answer tickets. */
  team(): Promise<Person[]> {
    return this.people.find({ where: { role: In(['agent', 'admin']) }, order: { name: 'ASC' } });
  }

  async change({ id }: Person, { name, phone, picture }: PersonFacts): Promise<Person> {
    const content = await picture?.buffer();
    await this.writes.run(async (manager) => {
      await manager.update(Person, { id }, { name, phone });
      if (!picture || !content) return;
      await manager.upsert(Portrait, { personId: id, type: picture.type, content }, ['personId']);
      await manager.update(Person, { id }, { portraitVersion: () => 'COALESCE("portraitVersion", 0) + 1' });
    });
    return this.people.findOneByOrFail({ id });
  }

  /** With its content. */
  portraitOf(personId: number): Promise<Portrait | null> {
    return this.portraits.findOne({
      where: { personId },
      select: { personId: true, type: true, content: true },
    });
  }
}
