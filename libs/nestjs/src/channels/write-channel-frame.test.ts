import { describe, expect, it } from 'vitest';
import { writeChannelFailure } from './write-channel-frame.js';

const read = (fields: Readonly<Record<string, readonly string[]>>): unknown =>
  JSON.parse(
    writeChannelFailure(
      { error: true, code: 'VALIDATION_ERROR', message: 'Some values are not valid.', details: { fields } },
      { id: undefined, channel: 'chat' },
    ),
  );

describe('what was wrong with a frame without an id', () => {
  it('is one sentence, with each field', () => {
    expect(read({ doing: ['must be a text'], room: ['is missing'] })).toEqual({
      error: 'Some values are not valid: doing must be a text; room is missing',
      channel: 'chat',
    });
  });

  it('is only what it is, without fields', () => {
    expect(read({})).toEqual({ error: 'Some values are not valid.', channel: 'chat' });
  });
});
