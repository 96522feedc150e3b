import { isWrapped, type Shape, type StructDeclaration } from '@mizan/protocol';
import { compileCouldBe } from '../types/could-be.js';
import { Mismatch, mismatch } from './mismatch.js';
import { writeStruct } from './write-struct.js';
import { writeUnion, type WrittenMember } from './write-union.js';
import { writeEnum, writeList, writeOptional, writePrimitive, type WriteValue } from './write-value.js';

/**
 * Writes what a method returned as JSON text: declared fields only, keys sorted by code point at every depth, and
 * as `{"result":…}` where PROTOCOL 2 wraps.
 *
 * @throws OutputMismatch naming the path of what is wrong or missing
 */
export type Serialize = (value: unknown) => string;

type Structs = Readonly<Record<string, StructDeclaration>>;

/** Computes once how outputs of a shape are written. */
export function compileSerializer(shape: Shape, structs: Structs): Serialize {
  const write = compileWriter(shape, structs, new Map());
  const start = (value: unknown) => {
    try {
      return write(value, 0, { misfits: 0 });
    } catch (error) {
      throw error instanceof Mismatch ? error.toOutputMismatch() : error;
    }
  };
  return isWrapped(shape) ? (value) => `{"result":${start(value)}}` : start;
}

function compileWriter(shape: Shape, structs: Structs, known: Map<string, WriteValue>): WriteValue {
  const compile = (inner: Shape) => compileWriter(inner, structs, known);
  switch (shape.kind) {
    case 'primitive':
      return writePrimitive[shape.name];
    case 'enum':
      return writeEnum(shape.values);
    case 'list':
      return writeList(compile(shape.item));
    case 'optional':
      return writeOptional(compile(shape.item));
    case 'union':
      return writeUnion(shape.members.map((member) => describeMember(member, structs, compile(member))));
    case 'upload':
      // Refused at boot.
      return (value) => {
        throw mismatch(value, 'no file');
      };
    case 'ref':
      return known.get(shape.name) ?? compileStruct(shape.name, structs, known);
  }
}

function compileStruct(name: string, structs: Structs, known: Map<string, WriteValue>): WriteValue {
  let compiled: WriteValue | undefined;
  // Stands in while the struct is being compiled, for structs that lead back to themselves.
  known.set(name, (value, depth, run) => compiled?.(value, depth, run) ?? '');
  const fields = structs[name]?.fields ?? [];
  compiled = writeStruct(
    fields.map((field) => ({ field, write: compileWriter(field.shape, structs, known) })),
  );
  known.set(name, compiled);
  return compiled;
}

function describeMember(shape: Shape, structs: Structs, write: WriteValue): WrittenMember {
  const struct = shape.kind === 'ref' ? structs[shape.name] : undefined;
  return {
    write,
    couldBe: compileCouldBe(shape, structs),
    names: struct?.fields.map(({ name }) => name) ?? [],
  };
}
