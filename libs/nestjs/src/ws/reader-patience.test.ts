import { describe, expect, it } from 'vitest';
import { ReaderPatience } from './reader-patience.js';

describe('the patience with a reader', () => {
  it('ends when more waits than may, and nothing is taken for 10 seconds', () => {
    const patience = new ReaderPatience(100);
    expect(patience.isOver(101, 0, 0)).toBe(false);
    expect(patience.isOver(500, 0, 10_000)).toBe(false);
    expect(patience.isOver(500, 0, 10_001)).toBe(true);
  });

  it('begins anew whenever something is taken', () => {
    const patience = new ReaderPatience(100);
    for (let second = 0; second < 60; second += 5)
      expect(patience.isOver(500, second, second * 1000)).toBe(false);
    expect(patience.isOver(500, 55, 65_001)).toBe(true);
  });

  it('begins anew when less waited meanwhile', () => {
    const patience = new ReaderPatience(100);
    expect(patience.isOver(101, 0, 0)).toBe(false);
    expect(patience.isOver(100, 0, 20_000)).toBe(false);
    expect(patience.isOver(101, 0, 20_001)).toBe(false);
  });

  it('ends at once when sixteen times as much waits', () => {
    const patience = new ReaderPatience(100);
    expect(patience.isOver(1600, 0, 0)).toBe(false);
    expect(patience.isOver(1601, 1, 0)).toBe(true);
  });
});
