import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The secret that signs session cookies, when none comes from outside. There is one row, with id 1. */
@Entity()
export class SessionKey {
  @PrimaryColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'varchar' })
  secret!: string;
}
