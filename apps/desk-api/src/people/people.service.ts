import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import { Writes } from '../database/writes.js';
import { Person } from './person.entity.js';

@Injectable()
export class PeopleService {
  constructor(
    @InjectRepository(Person) private readonly people: Repository<Person>,
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

  async change({ id }: Person, facts: Pick<Person, 'name' | 'phone'>): Promise<Person> {
    await this.writes.run((manager) => manager.update(Person, { id }, facts));
    return this.people.findOneByOrFail({ id });
  }
}
