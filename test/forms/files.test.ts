import { MizanFile, Upload } from '@mizan/nestjs';
import { ArrayMaxSize, IsBoolean, IsIn, IsInt, IsOptional, MaxLength, ValidateNested } from 'class-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type BothSides, declareClass, declareForm, openBothSides } from './both-sides.js';
import { pick, type Random, randomFrom } from './random-values.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const count = process.env['SOAK'] === '1' ? 2000 : 200;

/** What it declares is known at run time only. */
const upload: PropertyDecorator = (target, property) => {
  Reflect.apply(Upload({ maxSize: 10 }), undefined, [target, property]);
};

const Billing = declareClass('Billing', {
  street: { type: 'string', decorators: [MaxLength(5)] },
  country: { type: 'string', decorators: [IsIn(['DE', 'FR'])], initial: 'DE' },
  gift: { type: 'boolean', decorators: [IsOptional(), IsBoolean()] },
  tags: { type: ['string'], decorators: [IsOptional()] },
  receipt: { type: MizanFile, decorators: [IsOptional(), upload] },
});

const Sent = declareClass('Sent', {
  name: { type: 'string', decorators: [MaxLength(9)] },
  topics: { type: ['string'], decorators: [IsIn(['a', 'b'], { each: true }), ArrayMaxSize(2)] },
  counts: { type: ['integer'], decorators: [IsOptional(), IsInt({ each: true })] },
  billing: { type: Billing, decorators: [IsOptional(), ValidateNested()] },
  photo: { type: MizanFile, decorators: [upload] },
});

let sides: BothSides;
beforeAll(async () => {
  sides = await openBothSides([declareForm('sent', Sent)]);
});
afterAll(() => sides.close());

/** What inputs of a page hold: mostly what is right. */
function randomRow(random: Random): object {
  const one = (right: readonly unknown[], wrong: readonly unknown[]) =>
    random() < 0.85 ? pick(random, right) : random() < 0.5 ? undefined : pick(random, wrong);
  const file = () => new File(['x'.repeat(Number(one([1, 9, 10], [11, 200]) ?? 1))], 'a.txt');
  const billing = {
    street: one(['', '', 'Main', 'a\nb\nc'], ['too long']),
    country: one(['DE', 'DE', 'FR'], ['XX']),
    gift: one([false, false, true], ['maybe']),
    tags: one([[], ['a'], ['["q"]']], [[['a']]]),
    receipt: random() < 0.3 ? file() : undefined,
  };
  return {
    name: one(['Ada', 'a\nb\nc\nd\ne', '[1]'], ['', 'much too long']),
    topics: one([['a'], ['a', 'b']], [[], ['c'], ['a', 'b', 'a'], ['["a"]']]),
    counts: one([[], ['1'], ['1', '2']], [['x'], ['1.5']]),
    billing: one([billing, billing, {}], ['x']),
    photo: random() < 0.9 ? file() : undefined,
  };
}

describe(`submissions with files (SEED=${seed})`, () => {
  it('have the same faults on both sides', async () => {
    const random = randomFrom(seed);
    let taken = 0;
    for (let index = 0; index < count; index += 1) {
      const row = randomRow(random);
      const server = await sides.submit('sent', row);
      expect({ row: JSON.stringify(row), codes: sides.browser('sent', row) }).toEqual({
        row: JSON.stringify(row),
        codes: server,
      });
      if (Object.keys(server).length === 0) taken += 1;
    }
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(count);
  });
});
