import type { FunctionRecord } from '../discover/function-record.js';
import type { BootProblem } from '../errors/index.js';
import type { FormPlace } from '../forms/compile/compiled-form.js';
import type { InputReader } from '../input/compile-input.js';
import type { TypeCatalog } from '../types/type-catalog.js';
import type { DtoClass } from '../types/type-declaration.js';
import { reservedNames, takesFiles } from '../uploads/index.js';

interface InputPart {
  readonly name: string;
  readonly property?: string;
}

interface Described {
  readonly record: FunctionRecord;
  readonly input: InputReader;
  readonly place?: FormPlace;
}

/** Arguments beside files whose names say something else in a multipart body: they would not arrive. */
export function findReservedNames(described: Described, catalog: TypeCatalog): readonly BootProblem[] {
  const { record, input } = described;
  if (record.metadata.private || !takesFiles(input.files)) return [];
  const { type, parts } = partsOf(described, catalog);
  return parts
    .filter(({ name }) => reservedNames.has(name))
    .map((part) => ({
      where: `${record.className}.${record.methodName}`,
      problem: `it takes files, and ${describePart(part, type)} cannot be sent beside them: a multipart body has the name for itself`,
      fix: fixOf(part, type),
    }));
}

function partsOf(
  { record, input, place }: Described,
  catalog: TypeCatalog,
): { readonly type?: DtoClass | undefined; readonly parts: readonly InputPart[] } {
  if (place !== undefined)
    // The others have the fields below `data` and `forms`.
    return place.role === 'submit'
      ? { type: place.form.group.type, parts: place.form.group.fields }
      : { parts: [] };
  const { declaration } = record.input;
  if (declaration.kind !== 'class') return { parts: input.fields };
  const { type } = declaration;
  return { type, parts: catalog.describeDto(type, 'input').fields };
}

function describePart({ name, property = name }: InputPart, type: DtoClass | undefined): string {
  if (type === undefined) return `its argument "${name}"`;
  const shown = `${type.name}.${property}`;
  return property === name ? shown : `${shown}, which travels as "${name}",`;
}

function fixOf({ name }: InputPart, type: DtoClass | undefined): string {
  return type === undefined
    ? 'Give the argument another name.'
    : `Give the property another name, or let it travel under one, as by @Expose({ name: 'the_${name}' }).`;
}
