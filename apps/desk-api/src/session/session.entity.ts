import type { SessionData } from 'express-session';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One signed-in browser. Kept in the database, so that a restart signs nobody out. */
@Entity()
export class Session {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'simple-json' })
  data!: SessionData;

  @Column()
  expires!: Date;
}
