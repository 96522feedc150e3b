import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

export type Role = 'customer' | 'agent' | 'admin';

/** Someone who writes to the desk, or works there. What Mizan calls the identity is one of these. */
@Entity()
export class Person {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ type: 'varchar' })
  name!: string;

  @Column({ type: 'varchar' })
  role!: Role;

  /** Seen by the team where somebody wants to be called. */
  @Column({ type: 'varchar', nullable: true })
  phone!: string | null;

  /** How often the picture was changed; null as long as there is none. */
  @Column({ type: 'integer', nullable: true })
  portraitVersion!: number | null;

  /** Can be picked on the sign-in page. */
  @Column({ type: 'boolean', default: false })
  demo!: boolean;

  /** Where the picture is. */
  get portrait(): string | null {
    const { id, portraitVersion } = this;
    return portraitVersion === null ? null : `/api/portraits/${id}?v=${portraitVersion}`;
  }

  get isStaff(): boolean {
    return this.role !== 'customer';
  }

  get isSuperuser(): boolean {
    return this.role === 'admin';
  }

  get permissions(): readonly string[] {
    return [];
  }
}
