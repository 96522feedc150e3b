import { Column, Entity, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Person } from '../people/person.entity.js';

export type TicketStatus = 'open' | 'closed';

@Entity()
export class Ticket {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ type: 'varchar' })
  title!: string;

  @Column({ type: 'varchar', default: 'open' })
  status!: TicketStatus;

  @Column()
  opened!: Date;

  @ManyToOne(() => Person, { eager: true, nullable: false })
  requester!: Person;

  @ManyToOne(() => Person, { eager: true, nullable: true })
  assignee!: Person | null;
}
