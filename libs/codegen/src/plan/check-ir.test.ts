import type { FunctionNode, Ir, TypeNode } from '@mizan/protocol';
import { expect, it } from 'vitest';

import { deskIr, field, list, optional, ref, socketDeskIr, text } from '../fixture/desk-ir.js';
import { checkIr } from './check-ir.js';

const empty: Ir = { types: [], functions: [], contexts: [], channels: [] };
const alias = (name: string, shape: Extract<TypeNode, { kind: 'alias' }>['shape']): TypeNode => ({
  kind: 'alias',
  name,
  shape,
});
const struct = (name: string, ...names: string[]): TypeNode => ({
  kind: 'struct',
  name,
  fields: names.map((each) => field(each, text)),
});
const fn = (name: string, output: string): FunctionNode => ({
  name,
  camel: name,
  output,
  outputNullable: false,
  transport: 'http',
  affects: [],
  merge: [],
});

it('has nothing against a good IR', () => {
  expect(() => checkIr(deskIr)).not.toThrow();
  expect(() => checkIr(socketDeskIr)).not.toThrow();
});

it('has nothing against types that contain themselves in objects and lists', () => {
  const types: TypeNode[] = [
    alias('Nest', list(ref('Nest'))),
    { kind: 'struct', name: 'Chain', fields: [field('next', optional(ref('Chain')))] },
  ];
  expect(() => checkIr({ ...empty, types })).not.toThrow();
});

const context = { name: 'c', functions: ['gone'], params: [] };
const channel = { name: 'c', pascalName: 'C' };
const param = { name: 'p', type: 'string', required: true, sharedBy: [] } as const;

it.each<[string, Partial<Ir>, string]>([
  ['a type twice', { types: [struct('A'), struct('A')] }, 'Type "A" is declared twice.'],
  ['a field twice', { types: [struct('A', 'x', 'x')] }, 'Field "x" of type "A" is declared twice.'],
  [
    'a param twice',
    { contexts: [{ name: 'c', functions: [], params: [param, param] }] },
    'Param "p" of context "c" is declared twice.',
  ],
  [
    'an output that is not there',
    { functions: [fn('f', 'Gone')] },
    'Function "f" refers to type "Gone", which is not there.',
  ],
  [
    'a type that is not there',
    { types: [alias('A', ref('Gone'))] },
    'Type "A" refers to type "Gone", which is not there.',
  ],
  [
    'a member that is not there',
    { contexts: [context] },
    'Context "c" lists function "gone", which does not belong to it.',
  ],
  [
    'a member that its context does not know',
    { types: [struct('A')], functions: [{ ...fn('f', 'A'), context: 'c' }] },
    'Function "f" belongs to context "c", which does not list it.',
  ],
  ['a channel twice', { channels: [channel, channel] }, 'Channel "c" is declared twice.'],
  ...(['params', 'clientMessage', 'serverMessage'] as const).map((part): [string, Partial<Ir>, string] => [
    `${part} of a channel that are not there`,
    { channels: [{ ...channel, [part]: 'Gone' }] },
    'Channel "c" refers to type "Gone", which is not there.',
  ]),
  [
    'params of a channel that have no names',
    { types: [alias('List', list(text))], channels: [{ ...channel, params: 'List' }] },
    'Channel "c" takes params of type "List", which is no object.',
  ],
])('refuses %s', (_what, part, message) => {
  expect(() => checkIr({ ...empty, ...part })).toThrow(
    expect.objectContaining({ code: 'IR_INVALID', message }),
  );
});

it('refuses types that consist of themselves', () => {
  const types = [alias('A', optional(ref('B'))), alias('B', { kind: 'union', members: [ref('A'), text] })];
  expect(() => checkIr({ ...empty, types })).toThrow(
    expect.objectContaining({
      code: 'IR_INVALID',
      message: expect.stringMatching(/^Type "A" consists.*\nType "B" consists/),
    }),
  );
});

it('names every problem at once', () => {
  const types = [struct('A', 'x', 'x'), struct('A')];
  expect(() => checkIr({ ...empty, types })).toThrow(/Type "A".*\nField "x"/);
});
