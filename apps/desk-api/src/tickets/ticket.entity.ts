import { Column, Entity, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Person } from '../people/person.entity.js';
import type { Area, Urgency } from './ticket-choices.js';

export type TicketStatus = 'open' | 'closed';

@Entity()
export class Ticket {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ type: 'varchar' })
  title!: string;

  @Column({ type: 'varchar', default: 'open' })
  status!: TicketStatus;

  @Column({ type: 'varchar', default: 'other' })
  area!: Area;

  @Column({ type: 'varchar', default: 'week' })
  urgency!: Urgency;

  @Column()
  opened!: Date;

  @ManyToOne(() => Person, { eager: true, nullable: false })
  requester!: Person;

  @ManyToOne(() => Person, { eager: true, nullable: true })
  assignee!: Person | null;

  /** The number of somebody who wants to be called. */
  get callback(): string | null {
    return this.urgency === 'now' ? this.requester.phone : null;
  }
}
