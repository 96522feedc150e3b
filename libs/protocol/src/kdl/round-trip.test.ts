import * as fc from 'fast-check';
import { parse } from 'kdljs';
import { describe, expect, it } from 'vitest';

import type { FormFieldNode, FormNode } from '../ir/form-node.js';
import type { ContextNode, DefaultValue, Field, FunctionNode, Ir, Shape, TypeNode } from '../ir/ir.js';
import { emitKdl } from './emit-kdl.js';
import { KdlError } from './kdl-error.js';
import { parseKdl } from './parse-kdl.js';
import { readCanonical } from './read-canonical.js';
import { readAnyLayout } from './parse-source.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const runs = { seed, numRuns: process.env['SOAK'] === '1' ? 5000 : 500 };

const troublesome = [
  '"',
  '\\',
  '\n',
  '\r',
  '\t',
  '{',
  '}',
  '#',
  '/',
  ';',
  '=',
  '\u0000',
  '\u0085',
  '\u2028',
  '\ufeff',
  '\u202e',
];

/** Any text that is valid Unicode, the characters that formats stumble over more often than others. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...troublesome), maxLength: 6 }),
  fc.constantFrom('__proto__', 'constructor', 'toString', '10', '9', ''),
);
const upload = fc.record(
  {
    kind: fc.constant('upload' as const),
    maxSize: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    accept: fc.array(fc.stringMatching(/^[a-z]+\/(?:\*|[a-z0-9.+-]+)$/), { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['kind'] },
);

/** Shapes that refer to the first types of a document, which may be the very type they stand in. */
function shapeOf(typeNames: readonly string[]): fc.Arbitrary<Shape> {
  const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
    shape: fc.oneof(
      { maxDepth: 3 },
      fc.record({
        kind: fc.constant('primitive' as const),
        name: fc.constantFrom('integer', 'number', 'boolean', 'string', 'json'),
      }),
      fc.record({ kind: fc.constant('enum' as const), values: fc.array(text, { maxLength: 3 }) }),
      ...(typeNames.length > 0
        ? [fc.record({ kind: fc.constant('ref' as const), name: fc.constantFrom(...typeNames) })]
        : []),
      upload,
      fc.record({ kind: fc.constant('list' as const), item: tie('shape') }),
      fc.record({ kind: fc.constant('optional' as const), item: tie('shape') }),
      fc.record({
        kind: fc.constant('union' as const),
        members: fc.array(tie('shape'), { minLength: 1, maxLength: 3 }),
      }),
    ),
  }));
  return shape;
}

const defaultValue: fc.Arbitrary<DefaultValue> = fc.oneof(
  text,
  fc.boolean(),
  fc.double({ noDefaultInfinity: true, noNaN: true }).filter((value) => !Object.is(value, -0)),
  fc.maxSafeInteger(),
);

function fieldsOf(typeNames: readonly string[]): fc.Arbitrary<Field[]> {
  const field: fc.Arbitrary<Field> = fc.record(
    {
      name: text,
      shape: shapeOf(typeNames),
      required: fc.boolean(),
      default: defaultValue,
      description: text,
    },
    { requiredKeys: ['name', 'shape', 'required'] },
  );
  return fc.uniqueArray(field, { selector: ({ name }) => name, maxLength: 4 });
}

const names = fc.uniqueArray(text, { maxLength: 4 });

function described<Node extends object>(
  node: fc.Arbitrary<Node>,
): fc.Arbitrary<Node & { description?: string }> {
  return fc.oneof(
    node,
    fc.tuple(node, text).map(([plain, description]) => ({ ...plain, description })),
  );
}

function typeOf(name: string, typeNames: readonly string[]): fc.Arbitrary<TypeNode> {
  const alias = { kind: fc.constant('alias' as const), name: fc.constant(name), shape: shapeOf(typeNames) };
  const struct = {
    kind: fc.constant('struct' as const),
    name: fc.constant(name),
    fields: fieldsOf(typeNames),
  };
  return fc.oneof(described(fc.record(struct)), described(fc.record(alias)));
}

function functionOf(name: string, typeNames: readonly string[]): fc.Arbitrary<FunctionNode> {
  const typeName = fc.constantFrom(...typeNames);
  return fc.record(
    {
      name: fc.constant(name),
      camel: text,
      input: typeName,
      output: typeName,
      outputNullable: fc.boolean(),
      transport: fc.constantFrom('http' as const, 'websocket' as const),
      context: text,
      affects: fc.array(fc.record({ context: text, function: text }, { requiredKeys: ['context'] }), {
        maxLength: 3,
      }),
      merge: fc.array(text, { maxLength: 2 }),
      form: fc.record({ name: text, role: text }),
      description: text,
    },
    { requiredKeys: ['name', 'camel', 'output', 'outputNullable', 'transport', 'affects', 'merge'] },
  );
}

function contextOf(name: string): fc.Arbitrary<ContextNode> {
  const param = fc.record({
    name: text,
    type: fc.constantFrom('integer' as const, 'number' as const, 'boolean' as const, 'string' as const),
    required: fc.boolean(),
    sharedBy: fc.array(text, { maxLength: 2 }),
  });
  return fc.record({
    name: fc.constant(name),
    functions: fc.array(text, { maxLength: 3 }),
    params: fc.array(param, { maxLength: 3 }),
  });
}

function formFieldsOf(typeNames: readonly string[]): fc.Arbitrary<FormFieldNode[]> {
  const constraint = fc.record(
    {
      name: text,
      code: text,
      args: fc.array(
        fc.jsonValue({ maxDepth: 1 }).map((value) => JSON.stringify(value)),
        { maxLength: 2 },
      ),
      each: fc.boolean(),
      message: text,
    },
    { requiredKeys: ['name', 'code', 'args', 'each'] },
  );
  const plain = {
    name: text,
    shape: shapeOf(typeNames),
    required: fc.boolean(),
    label: text,
    widget: text,
    helpText: text,
    disabled: fc.boolean(),
    initial: defaultValue,
    choices: fc.array(fc.record({ value: text, label: text }), { minLength: 1, maxLength: 2 }),
    perRequest: fc.boolean(),
    conditional: fc.constant(true as const),
    constraints: fc.array(constraint, { maxLength: 2 }),
  };
  const requiredKeys = [
    'name',
    'shape',
    'required',
    'label',
    'widget',
    'disabled',
    'perRequest',
    'constraints',
  ] as const;
  const unique = { selector: ({ name }: FormFieldNode) => name, minLength: 1, maxLength: 3 };
  const inner = fc.uniqueArray(fc.record(plain, { requiredKeys: [...requiredKeys] }), unique);
  const field = fc.record({ ...plain, fields: inner }, { requiredKeys: [...requiredKeys] });
  return fc.uniqueArray(field, { ...unique, minLength: 0 });
}

function formOf(name: string): fc.Arbitrary<FormNode> {
  return names.chain((types) =>
    fc.record(
      {
        name: fc.constant(name),
        title: text,
        subtitle: text,
        submitLabel: text,
        liveValidation: fc.boolean(),
        liveFormErrors: fc.boolean(),
        refetchSchemaOnValidate: fc.boolean(),
        translated: fc.constant(true as const),
        fields: formFieldsOf(types),
        data: shapeOf(types),
        formset: fc.record({ min: fc.nat(), max: fc.nat(), canDelete: fc.boolean(), canOrder: fc.boolean() }),
        types: fc.tuple(...types.map((type) => typeOf(type, types))),
      },
      {
        requiredKeys: [
          'name',
          'title',
          'submitLabel',
          'liveValidation',
          'liveFormErrors',
          'refetchSchemaOnValidate',
          'fields',
          'types',
        ],
      },
    ),
  );
}

const ir: fc.Arbitrary<Ir> = fc
  .tuple(names, names, names, names, fc.uniqueArray(text, { minLength: 1, maxLength: 2 }))
  .chain(([types, functions, contexts, channels, forms]) =>
    fc.record({
      forms: fc.tuple(...forms.map(formOf)),
      types: fc.tuple(...types.map((name) => typeOf(name, types))),
      functions: fc.tuple(...(types.length > 0 ? functions.map((name) => functionOf(name, types)) : [])),
      contexts: fc.tuple(...contexts.map(contextOf)),
      channels: fc.tuple(...channels.map((name) => fc.record({ name: fc.constant(name), pascalName: text }))),
    }),
  );

describe(`any IR at random (SEED=${seed})`, () => {
  it('survives KDL, and what was emitted is emitted again', () => {
    fc.assert(
      fc.property(ir, (original) => {
        const kdl = emitKdl(original);
        const read = parseKdl(kdl);
        expect(read).toEqual(original);
        expect(emitKdl(read)).toBe(kdl);
      }),
      runs,
    );
  });

  it('is read by another KDL parser with the same names, values and nesting', () => {
    fc.assert(
      fc.property(ir, (original) => {
        const { errors, output = [] } = parse(emitKdl(original));
        expect(errors).toEqual([]);
        const namesOf = (section: string) =>
          output.filter(({ name }) => name === section).map(({ values }) => values[0]);
        expect(namesOf('type')).toEqual(original.types.map(({ name }) => name));
        expect(namesOf('function')).toEqual(original.functions.map(({ name }) => name));
        expect(namesOf('context')).toEqual(original.contexts.map(({ name }) => name));
        const structs = output.flatMap(({ children }) => children.filter(({ name }) => name === 'struct'));
        const fields = structs.flatMap(({ children }) =>
          children.map(({ values, properties }) => [values[0], properties['default']]),
        );
        expect(fields).toEqual(
          original.types
            .flatMap((type) => (type.kind === 'struct' ? type.fields : []))
            .map((field) => [field.name, field.default]),
        );
      }),
      { ...runs, numRuns: runs.numRuns / 5 },
    );
  });

  it('is read by the quick reader exactly as by the full parser', () => {
    const property = fc.property(ir, (original) => {
      const kdl = emitKdl(original);
      expect(readCanonical(kdl, undefined)).toEqual(readAnyLayout(kdl, undefined));
    });
    fc.assert(property, runs);
  });

  it('is left to the full parser, or read as it would, when it was damaged', () => {
    const damage = fc.record({
      at: fc.nat(),
      length: fc.nat(3),
      text: fc.oneof(text, fc.constantFrom(' ', '}', '{\n', '"', '\\', '/-', '//', '1', '#', '=', ';')),
    });
    const property = fc.property(ir, damage, (original, { at, length, text: inserted }) => {
      const kdl = emitKdl(original);
      const start = at % (kdl.length + 1);
      const damaged = kdl.slice(0, start) + inserted + kdl.slice(start + length);
      const read = readCanonical(damaged, undefined);
      if (read !== undefined) expect(read).toEqual(readByParser(damaged));
    });
    fc.assert(property, runs);
  });
});

function readByParser(kdl: string): unknown {
  try {
    return readAnyLayout(kdl, undefined);
  } catch (error) {
    if (error instanceof KdlError) return error.message;
    throw error;
  }
}
