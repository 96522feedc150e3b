import { Column, Entity, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { BytesColumn } from '../database/bytes-column.js';
import { Ticket } from '../tickets/ticket.entity.js';

/** A file that came with a ticket. It is in the database, where every process of the desk finds it. */
@Entity()
export class Attachment {
  @PrimaryGeneratedColumn()
  id!: number;

  @ManyToOne(() => Ticket, { nullable: false })
  ticket!: Ticket;

  @Column({ type: 'varchar' })
  name!: string;

  /** Its media type. */
  @Column({ type: 'varchar' })
  type!: string;

  /** In bytes. */
  @Column({ type: 'integer' })
  size!: number;

  @BytesColumn()
  content!: Buffer;
}
