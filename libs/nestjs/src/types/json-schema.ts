/** The parts of JSON Schema (draft 2020-12) that say of which type a value is. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly not?: JsonSchema;
  readonly contentEncoding?: string;
  readonly format?: unknown;
  /** Of a file, as `.meta()` says it. */
  readonly maxSize?: unknown;
  readonly accept?: unknown;
  readonly default?: unknown;
  readonly description?: string;
}

/** Whether a schema describes an object by its members; one that is open to any member is no struct. */
export function isStructSchema(schema: JsonSchema): boolean {
  return schema.properties !== undefined && (schema.type === 'object' || schema.type === undefined);
}

/** Whether nothing fits a schema: a member that must not be there. */
export function isNever(schema: JsonSchema): boolean {
  return schema.not !== undefined && Object.keys(schema.not).length === 0;
}

/** What a `$ref` inside a document points to; undefined when it leaves the document. */
export function resolveRef(root: JsonSchema, ref: string): JsonSchema | undefined {
  if (ref === '#') return root;
  const name = /^#\/\$defs\/([^/]+)$/.exec(ref)?.[1];
  if (name === undefined) return undefined;
  return root.$defs?.[decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~')];
}

/** The names of a schema's types, with null apart. */
export function splitTypes(schema: JsonSchema): {
  readonly types: readonly string[];
  readonly admitsNull: boolean;
} {
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  return { types: types.filter((type) => type !== 'null'), admitsNull: types.includes('null') };
}

/** What a schema stands for when it is only a reference; undefined when that leaves the document or turns in a circle. */
export function followRefs(root: JsonSchema, schema: JsonSchema): JsonSchema | undefined {
  const seen = new Set<JsonSchema>();
  let target: JsonSchema | undefined = schema;
  while (target?.$ref !== undefined) {
    if (seen.has(target)) return undefined;
    seen.add(target);
    target = resolveRef(root, target.$ref);
  }
  return target;
}

/** An intersection of objects is one object with all members. */
export function mergeAllOf(root: JsonSchema, schema: JsonSchema): JsonSchema {
  const { allOf, ...own } = schema;
  if (!allOf) return schema;
  const parts = [own, ...allOf.map((part) => mergeAllOf(root, followRefs(root, part) ?? {}))];
  const structs = parts.filter(isStructSchema);
  if (structs.length === 0) return parts.find((part) => Object.keys(part).length > 0) ?? {};
  return {
    ...own,
    type: 'object',
    properties: Object.fromEntries(structs.flatMap(({ properties }) => Object.entries(properties ?? {}))),
    required: structs.flatMap(({ required }) => required ?? []),
  };
}
