import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Invalidations } from './invalidations.js';

describe('Invalidations', () => {
  const logged: unknown[] = [];

  beforeEach(() => {
    logged.length = 0;
    const keep = (...parts: readonly unknown[]) => void logged.push(parts[0]);
    Logger.overrideLogger({ log: keep, warn: keep, error: keep });
  });
  afterEach(() => Logger.overrideLogger(true));

  it('tells everybody who listens, until he does no more', () => {
    const invalidations = new Invalidations();
    const heard: unknown[] = [];
    const listener = (targets: unknown) => void heard.push(targets);
    const stop = invalidations.subscribe(listener);
    invalidations.subscribe(listener);
    invalidations.publish(['ticket']);
    expect(heard).toEqual([['ticket'], ['ticket']]);
    stop();
    invalidations.publish([{ context: 'user', params: { user_id: 5 } }]);
    expect(heard.slice(2)).toEqual([[{ context: 'user', params: { user_id: 5 } }]]);
  });

  it('tells where it comes from, as far as that is known', () => {
    const invalidations = new Invalidations();
    const heard: unknown[] = [];
    invalidations.subscribe((_targets, source) => heard.push(source));
    invalidations.publish(['ticket'], { change: 'a', by: 5 });
    invalidations.publish(['ticket']);
    expect(heard).toEqual([{ change: 'a', by: 5 }, {}]);
  });

  it('says nothing when nothing became stale', () => {
    const invalidations = new Invalidations();
    let told = 0;
    invalidations.subscribe(() => (told += 1));
    invalidations.publish([]);
    expect(told).toBe(0);
  });

  it('tells the others when one fails, and logs the failure', () => {
    const invalidations = new Invalidations();
    const failure = new Error('a broken listener');
    let told = 0;
    invalidations.subscribe(() => {
      throw failure;
    });
    invalidations.subscribe(() => (told += 1));
    expect(() => invalidations.publish(['ticket'])).not.toThrow();
    expect(told).toBe(1);
    expect(logged).toEqual([failure]);
  });
});
