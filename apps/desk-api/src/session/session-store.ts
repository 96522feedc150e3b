import { callbackify } from 'node:util';
import { Store, type SessionData } from 'express-session';
import { LessThan, type Repository } from 'typeorm';
import type { Writes } from '../database/writes.js';
import { Session } from './session.entity.js';

/** Milliseconds. */
export const sessionLifetime = 7 * 24 * 60 * 60 * 1000;

/** Lets express-session keep its sessions in the desk's database. */
export class SessionStore extends Store {
  constructor(
    private readonly sessions: Repository<Session>,
    private readonly writes: Writes,
  ) {
    super();
  }

  override get(id: string, done: (error: unknown, session?: SessionData | null) => void): void {
    callbackify(() => this.read(id))(done);
  }

  override set(id: string, session: SessionData, done: (error?: unknown) => void = ignore): void {
    callbackify(() => this.write(id, session))(done);
  }

  override destroy(id: string, done: (error?: unknown) => void = ignore): void {
    callbackify(() => this.writes.run((manager) => manager.delete(Session, { id })))(done);
  }

  private async read(id: string): Promise<SessionData | null> {
    const session = await this.sessions.findOneBy({ id });
    return session && session.expires > new Date() ? session.data : null;
  }

  private async write(id: string, data: SessionData): Promise<void> {
    const now = new Date();
    const expires = data.cookie.expires ?? new Date(now.getTime() + sessionLifetime);
    await this.writes.run(async (manager) => {
      await manager.delete(Session, { expires: LessThan(now) });
      await manager.upsert(Session, { id, data, expires: new Date(expires) }, ['id']);
    });
  }
}

function ignore(): void {}
