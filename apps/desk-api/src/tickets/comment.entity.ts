import { Column, Entity, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Person } from '../people/person.entity.js';
import { Ticket } from './ticket.entity.js';

@Entity()
export class Comment {
  @PrimaryGeneratedColumn()
  id!: number;

  @ManyToOne(() => Ticket, { nullable: false })
  ticket!: Ticket;

  @ManyToOne(() => Person, { eager: true, nullable: false })
  author!: Person;

  @Column({ type: 'text' })
  text!: string;

  @Column()
  written!: Date;
}
