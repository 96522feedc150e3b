import type { PersonView, PresenceServerMessage } from '../mizan/index.js';

/** What one page was told of somebody, and until when it believes that. */
export interface Attendant {
  readonly person: PersonView;
  readonly isTyping: boolean;
  /** Milliseconds, as `Date.now()`. */
  readonly until: number;
}

/** By the ids of persons, in the order in which they came. */
export type Attendance = ReadonlyMap<number, Attendant>;

/** What is told again and again, in milliseconds: one that is lost matters no longer than that. */
export const tellEvery = 5_000;

/** More than two times the former, so that one that is lost drives nobody out. */
const believedFor = 12_000;

/** Whoever closes one of two tabs is told to have left, and then to be there by the other one. */
const leaveWithin = 1_000;

export const nobody: Attendance = new Map();

/** @param now milliseconds, as `Date.now()` */
export function hear(before: Attendance, { person, doing }: PresenceServerMessage, now: number): Attendance {
  const known = before.get(person.id);
  if (doing === 'left' && known === undefined) return before;
  const until = now + (doing === 'left' ? leaveWithin : believedFor);
  const isTyping = doing === 'typing';
  return new Map(before).set(person.id, { person, isTyping, until });
}

/** Lets go of those of whom nothing was heard for long. The same object, if there are none. */
export function forget(before: Attendance, now: number): Attendance {
  const kept = [...before].filter(([, { until }]) => until > now);
  return kept.length === before.size ? before : new Map(kept);
}

/** Milliseconds until there is somebody to {@link forget}; Infinity when nobody is there. */
export function nextToForget(attendance: Attendance, now: number): number {
  return Math.min(...[...attendance.values()].map(({ until }) => until)) - now;
}

/** `Nora Lind`, `Nora Lind and Mira Okafor`, `Nora Lind, Theo Brandt, and Mira Okafor` */
export function nameAll(attendants: readonly Attendant[]): string {
  return words.format(attendants.map(({ person }) => person.name));
}

const words = new Intl.ListFormat('en', { type: 'conjunction' });
