import { IsString } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { ConstraintChecker } from './constraint-checker.js';

class Named {
  @IsString() name!: string;
}

describe('the class of an object that is checked', () => {
  const checker = new ConstraintChecker(() => false);

  it('is that of its prototype', () => {
    expect(checker.holds(Object.assign(new Named(), { name: 'Ada' }))).toBe(true);
    expect(checker.holds(Object.assign(new Named(), { name: 1 }))).toBe(false);
  });

  it.each([null, {}, 'text', Named])('is never what the object itself says: %o', (constructor) => {
    expect(checker.holds({ constructor, name: 1 })).toBe(true);
  });

  it('is none for an object without a prototype', () => {
    expect(checker.holds(Object.create(null) as object)).toBe(true);
  });
});
