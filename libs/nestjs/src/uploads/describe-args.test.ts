import { expect, it } from 'vitest';
import { describeArgs } from './describe-args.js';

it('describes arguments alike in whatever order they came', async () => {
  const [one, other] = [await describeArgs({ a: '1', b: '2' }), await describeArgs({ b: '2', a: '1' })];
  expect(one).toEqual(other);
  expect(await describeArgs({ a: '2', b: '1' })).not.toEqual(one);
});
