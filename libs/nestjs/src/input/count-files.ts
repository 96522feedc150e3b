import type { TypeCatalog } from '../types/type-catalog.js';
import type { DtoClass } from '../types/type-declaration.js';
import { presentType, type ValueType } from '../types/value-type.js';
import type { DeclaredFiles } from '../uploads/index.js';
import type { DeclaredField } from './compile-reader.js';
import { fieldsOfObject } from './convert-parts.js';

type Fields = readonly Pick<DeclaredField, 'type'>[];

/**
 * How many files the fields of an input declare together: lists of objects as if they held one, and objects in objects of
 * their own kind not at all, so that the number is one of the declaration, whatever names are sent.
 */
export function countFiles(fields: Fields, catalog: TypeCatalog): DeclaredFiles {
  const open = new Set<DtoClass | string>();
  const known = new Map<DtoClass | string, DeclaredFiles>();

  const countAll = (all: Fields): DeclaredFiles => all.map(({ type }) => count(type)).reduce(add, none);

  const countObject = (owner: DtoClass | string): DeclaredFiles => {
    if (open.has(owner)) return none;
    const counted = known.get(owner);
    if (counted !== undefined) return counted;
    open.add(owner);
    const found = countAll(fieldsOfObject(owner, catalog));
    open.delete(owner);
    known.set(owner, found);
    return found;
  };

  const countItems = ({ item, maxCount }: Extract<ValueType, { kind: 'list' }>): DeclaredFiles => {
    if (presentType(item).kind !== 'upload') return count(item);
    return maxCount === undefined ? { files: 0, openLists: 1 } : { files: maxCount, openLists: 0 };
  };

  const count = (type: ValueType): DeclaredFiles => {
    const present = presentType(type);
    switch (present.kind) {
      case 'upload':
        return { files: 1, openLists: 0 };
      case 'list':
        return countItems(present);
      case 'dto':
        return countObject(present.type);
      case 'ref':
        return countObject(present.name);
      case 'schema':
        return count(present.shape);
      case 'union':
        return present.members.map(count).reduce(add, none);
      default:
        return none;
    }
  };

  return countAll(fields);
}

const none: DeclaredFiles = { files: 0, openLists: 0 };

function add(a: DeclaredFiles, b: DeclaredFiles): DeclaredFiles {
  return { files: a.files + b.files, openLists: a.openLists + b.openLists };
}
