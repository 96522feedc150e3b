import { Column, Entity, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Ticket } from '../tickets/ticket.entity.js';
import { Product } from './product.entity.js';

/** So many of a product, to be sent to whoever opened the ticket. */
@Entity()
export class OrderLine {
  @PrimaryGeneratedColumn()
  id!: number;

  @ManyToOne(() => Ticket, { nullable: false })
  ticket!: Ticket;

  @ManyToOne(() => Product, { eager: true, nullable: false })
  product!: Product;

  @Column({ type: 'integer' })
  quantity!: number;

  /** Among the lines of the ticket, from 0. */
  @Column({ type: 'integer' })
  place!: number;
}
