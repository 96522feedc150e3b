import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import { Person } from './person.entity.js';

@Injectable()
export class PeopleService {
  constructor(@InjectRepository(Person) private readonly people: Repository<Person>) {}

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
}
