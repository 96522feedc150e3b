import type { TypeCatalog } from '../types/type-catalog.js';
import { presentType, type ValueType } from '../types/value-type.js';
import type { FilePolicies, FilePolicy } from '../uploads/index.js';
import { countFiles } from './count-files.js';
import type { DeclaredField } from './compile-reader.js';
import { fieldsOfObject } from './convert-parts.js';

/** What an input expects of files, by the paths of its fields. */
export function compileFilePolicies(
  fields: readonly Pick<DeclaredField, 'name' | 'type'>[],
  catalog: TypeCatalog,
): FilePolicies {
  const find = (type: ValueType, path: readonly string[], at: number): FilePolicy | undefined => {
    const present = presentType(type);
    switch (present.kind) {
      case 'upload':
        return path.length === at ? { ...boundsOf(present), key: path.join('.'), maxCount: 1 } : undefined;
      case 'list':
        return findInList(present, path, at);
      case 'dto':
        return findField(fieldsOfObject(present.type, catalog), path, at);
      case 'ref':
        return findField(fieldsOfObject(present.name, catalog), path, at);
      case 'schema':
        return find(present.shape, path, at);
      case 'union':
        return first(present.members, (member) => find(member, path, at));
      default:
        return undefined;
    }
  };

  const findInList = (
    { item, maxCount }: Extract<ValueType, { kind: 'list' }>,
    path: readonly string[],
    at: number,
  ): FilePolicy | undefined => {
    const index = path[at];
    if (index !== undefined && !/^\d{1,9}$/.test(index)) return undefined;
    const core = presentType(item);
    if (core.kind !== 'upload') return index === undefined ? undefined : find(item, path, at + 1);
    if (path.length > at + 1) return undefined;
    return { ...boundsOf(core), key: path.slice(0, at).join('.'), maxCount };
  };

  const findField = (
    known: readonly Pick<DeclaredField, 'name' | 'type'>[],
    path: readonly string[],
    at: number,
  ): FilePolicy | undefined => {
    const field = known.find(({ name }) => name === path[at]);
    return field && find(field.type, path, at + 1);
  };

  return {
    find: (path) => findField(fields, path.split('.'), 0),
    declared: countFiles(fields, catalog),
  };
}

function boundsOf({ maxSize, accept }: Extract<ValueType, { kind: 'upload' }>) {
  return { maxSize, accept };
}

function first<Item, Found>(
  items: readonly Item[],
  find: (item: Item) => Found | undefined,
): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
