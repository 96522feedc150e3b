import { Column, Entity, PrimaryColumn } from 'typeorm';
import { BytesColumn } from '../database/bytes-column.js';

/** The picture of a person, apart from the person, who is read all the time. */
@Entity()
export class Portrait {
  @PrimaryColumn({ type: 'integer' })
  personId!: number;

  @Column({ type: 'varchar' })
  type!: string;

  @BytesColumn()
  content!: Buffer;
}
