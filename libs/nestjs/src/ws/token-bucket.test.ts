import { expect, it } from 'vitest';
import { TokenBucket } from './token-bucket.js';

const takeAll = (bucket: TokenBucket, now: number, tries: number) =>
  Array.from({ length: tries }, () => bucket.take(now)).filter(Boolean).length;

it('holds so many, and fills again with time, but never above that', () => {
  const bucket = new TokenBucket(10, 20, 1000);
  expect(takeAll(bucket, 1000, 30)).toBe(20);
  expect(takeAll(bucket, 1500, 30)).toBe(5);
  expect(takeAll(bucket, 1550, 30)).toBe(0);
  expect(takeAll(bucket, 1600, 30)).toBe(1);
  expect(takeAll(bucket, 60_000, 30)).toBe(20);
});
