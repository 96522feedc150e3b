import type { Field, FunctionNode, TypeNode } from '@mizan/protocol';
import { describe, expect, it } from 'vitest';

import { field, integer, list, optional, ref, text } from '../fixture/desk-ir.js';
import { findTypeUsage, isOptional } from './type-usage.js';

const struct = (name: string, ...fields: Field[]): TypeNode => ({ kind: 'struct', name, fields });
const taking = (input: string, output: string): FunctionNode => ({
  name: 'f',
  camel: 'f',
  input,
  output,
  outputNullable: false,
  transport: 'http',
  affects: [],
  merge: [],
});
const withDefault = field('state', text, { required: false, default: 'open' });

describe('isOptional', () => {
  it.each([
    ['required', field('a', text), false, false],
    ['with a default', withDefault, true, false],
    ['that may be null', field('a', optional(text), { required: false }), true, false],
    ['that may only be left out', field('a', text, { required: false }), true, true],
  ])('knows where a field %s may be missing', (_what, given, input, output) => {
    expect([isOptional(given, 'input'), isOptional(given, 'output')]).toEqual([input, output]);
  });
});

describe('findTypeUsage', () => {
  it('leaves out what nothing reaches', () => {
    const types = [struct('In'), struct('Out'), struct('Hidden')];
    const usage = findTypeUsage({ types, functions: [taking('In', 'Out')], channels: [] });
    expect(usage.reached.map(({ name }) => name)).toEqual(['In', 'Out']);
    expect([...usage.outputs]).toEqual(['Out']);
  });

  it('reaches what channels take as inputs, and what they send as outputs', () => {
    const shared = struct('Shared', withDefault);
    const using = (name: string) => struct(name, field('shared', ref('Shared')));
    const channel = { name: 'c', pascalName: 'C', params: 'P', clientMessage: 'C', serverMessage: 'S' };
    const types = [using('P'), using('C'), using('S'), shared, struct('Hidden')];
    const usage = findTypeUsage({ types, functions: [], channels: [channel] });
    expect(usage.reached.map(({ name }) => name)).toEqual(['P', 'C', 'S', 'Shared']);
    expect([...usage.outputs]).toEqual(['S', 'Shared']);
    expect([...usage.twofold]).toEqual(['Shared']);
  });

  it('doubles a type only when it is reached both ways and differs', () => {
    const same = struct('Same', field('a', integer));
    const differs = struct('Differs', withDefault);
    const types = [
      struct('In', field('same', ref('Same')), field('differs', ref('Differs'))),
      struct('Out', field('same', ref('Same')), field('differs', list(ref('Differs')))),
      same,
      differs,
    ];
    const usage = findTypeUsage({ types, functions: [taking('In', 'Out')], channels: [] });
    expect([...usage.twofold]).toEqual(['Differs']);
  });

  it('doubles what refers to a type that differs, through cycles too', () => {
    const types = [
      struct('In', field('tree', ref('Tree'))),
      struct('Out', field('tree', ref('Tree'))),
      struct('Tree', field('leaves', list(ref('Leaf')))),
      struct('Leaf', field('of', optional(ref('Tree'))), withDefault),
    ];
    const usage = findTypeUsage({ types, functions: [taking('In', 'Out')], channels: [] });
    expect([...usage.twofold].sort()).toEqual(['Leaf', 'Tree']);
  });
});
