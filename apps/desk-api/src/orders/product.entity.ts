import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity()
export class Product {
  @PrimaryColumn({ type: 'varchar' })
  sku!: string;

  @Column({ type: 'varchar' })
  name!: string;

  /** In cents. */
  @Column({ type: 'integer' })
  price!: number;
}
