import type { DtoField } from '../types/dto-description.js';
import { transformationType } from '../types/transformer-storage.js';
import { sentValue } from './read-fields.js';

/** @param raw what was sent, before texts were converted. */
type Transform = (instance: object, source: object, raw: object) => void;

/**
 * What `@Transform` does to the fields that were sent, in the way of class-transformer. Like there, it sees what
 * came over the wire: a text from a query, a value of JSON from a body. Undefined when there is nothing to do.
 */
export function applyTransforms(fields: readonly DtoField[]): Transform | undefined {
  const transformed = fields.filter(({ transforms }) => transforms.length > 0);
  if (transformed.length === 0) return undefined;
  return (instance, source, raw) => {
    const target = instance as Record<string, unknown>;
    for (const { name, property, transforms } of transformed) {
      if (sentValue(source, name) === undefined) continue;
      const fromText = raw === source ? undefined : sentValue(raw, name);
      let value = fromText ?? target[property];
      for (const { transformFn } of transforms) {
        value = transformFn({ value, key: property, obj: raw, type: transformationType.input, options: {} });
      }
      target[property] = value;
    }
  };
}
