import { ownApiProperties } from './api-property.js';
import { validatorsOf } from './field-clues.js';
import { transformerStorage } from './transformer-storage.js';
import type { DtoClass } from './type-declaration.js';

/** The properties of a class that carry a decorator which we know, base classes first, in the order of the source. */
export function decoratedProperties(type: DtoClass): readonly string[] {
  const order: string[] = [];
  for (const owner of lineage(type)) {
    for (const name of mergeOrders(ownDecorated(owner))) if (!order.includes(name)) order.push(name);
  }
  return order;
}

function lineage(type: DtoClass): readonly DtoClass[] {
  const parent: unknown = Object.getPrototypeOf(type);
  const isClass = typeof parent === 'function' && parent !== Function.prototype;
  // A class extends only classes, and what is below Function.prototype is none.
  return isClass ? [...lineage(parent as DtoClass), type] : [type];
}

function ownDecorated(owner: DtoClass): readonly (readonly string[])[] {
  const { _typeMetadatas, _exposeMetadatas, _excludeMetadatas, _transformMetadatas } = transformerStorage;
  const transformer = [_typeMetadatas, _exposeMetadatas, _excludeMetadatas, _transformMetadatas];
  return [
    validatorsOf(owner)
      .filter(({ target }) => target === owner)
      .map(({ propertyName }) => propertyName),
    ...transformer.map((byOwner) => [...(byOwner.get(owner)?.keys() ?? [])].filter(isName)),
    ownApiProperties(owner),
  ];
}

// Decorators on the class itself stand under `undefined`.
function isName(key: string | undefined): key is string {
  return key !== undefined;
}

/** Joins lists that each keep the order of the source: what one does not know follows its predecessor in the other. */
function mergeOrders(lists: readonly (readonly string[])[]): readonly string[] {
  const merged: string[] = [];
  for (const list of lists) {
    let at = list.some((name) => merged.includes(name)) ? -1 : merged.length - 1;
    for (const name of list) {
      const known = merged.indexOf(name);
      at = known === -1 ? at + 1 : known;
      if (known === -1) merged.splice(at, 0, name);
    }
  }
  return merged;
}
