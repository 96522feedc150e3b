/** Whom a token is for. */
export interface TokenSubject {
  /** A number is written as text: `sub` always is one. */
  readonly id: string | number;
  readonly isStaff: boolean;
  readonly isSuperuser: boolean;
}

/** The claims that both kinds of tokens begin with or hold. */
export interface SubjectClaims {
  readonly sub: string;
  readonly staff: boolean;
  readonly super: boolean;
}

/** @throws RangeError for an empty id */
export function subjectText({ id }: TokenSubject): string {
  const sub = String(id);
  if (sub === '') throw new RangeError('A token is for somebody: the id is empty');
  return sub;
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
