import { randomBytes } from 'node:crypto';

/** A message as it came through Redis. */
export interface Letter {
  /** The process that sent it. */
  readonly from: string;
  /** Which of its sessions, counted. */
  readonly session: number;
  readonly text: string;
}

/** What stands before each text of this process: who sends it, by a random name, and in which of its sessions. */
export class Letterhead {
  readonly id = randomBytes(12).toString('base64url');
  #session = 0;

  /** A new session has begun. */
  renew(): void {
    this.#session += 1;
  }

  write(text: string): string {
    return `${this.id}.${this.#session.toString(36)}:${text}`;
  }
}

const head = /^([\w-]{16})\.([\da-z]{1,8}):/;

/** Undefined for what is none of ours. */
export function readLetter(message: string): Letter | undefined {
  const [whole, from, session] = head.exec(message) ?? [];
  if (whole === undefined || from === undefined || session === undefined) return undefined;
  return { from, session: Number.parseInt(session, 36), text: message.slice(whole.length) };
}
