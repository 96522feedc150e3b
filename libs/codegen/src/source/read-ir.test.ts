import { emitKdl } from '@mizan/protocol/kdl';
import { expect, it } from 'vitest';

import { deskIr } from '../fixture/desk-ir.js';
import { readIr } from './read-ir.js';

const file = { name: 'api.kdl', check: 'Check "path" in [source.file].' };
const printed = {
  name: 'output of [source.script]',
  check: 'Check "command".',
  command: 'The command: x',
};

it('reads an IR', () => {
  expect(readIr({ ...file, text: emitKdl(deskIr) })).toEqual(deskIr);
});

it.each([
  [
    'an empty file',
    { ...file, text: ' \n' },
    'Nothing was written: api.kdl is empty. Check "path" in [source.file].',
  ],
  [
    'a program that prints nothing',
    { ...printed, text: '' },
    'Nothing was written: output of [source.script] is empty. Check "command". Run the command to see what it prints.\nThe command: x',
  ],
  [
    'a file that offers nothing',
    { ...file, text: emitKdl({ types: [], functions: [], contexts: [], channels: [] }) + '// none\n' },
    'Nothing was written: api.kdl has no function, no context, no channel and no type. Check "path" in [source.file].',
  ],
])('refuses %s, which would remove the whole client', (_what, source, message) => {
  expect(() => readIr(source)).toThrow(expect.objectContaining({ code: 'IR_INVALID', message }));
});

it('takes an IR of which the one thing is a channel', () => {
  const channels = [{ name: 'void', pascalName: 'Void' }];
  const text = emitKdl({ types: [], functions: [], contexts: [], channels });
  expect(readIr({ ...file, text }).channels).toEqual(channels);
});

it('names the command after the place of a mistake', () => {
  expect(() => readIr({ ...printed, text: '\n  type {' })).toThrow(
    expect.objectContaining({
      code: 'IR_INVALID',
      message: expect.stringMatching(/^output of \[source\.script\]:2:\d+: .*\nThe command: x$/),
    }),
  );
});
