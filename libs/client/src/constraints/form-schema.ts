import { valueText } from '@mizan/protocol';
import { transform, type ZodMiniTransform } from 'zod/mini';

import { isRecord } from '../record.js';
import type { Fields, FoundFault } from './field.js';
import { readMembers } from './groups.js';

/** A schema of zod, under a name that the types of generated code can be told by. */
export interface GeneratedSchema<Input extends object, Values extends object> extends ZodMiniTransform<
  Values,
  Input
> {}

/**
 * The schema of a form, of zod: it takes what inputs hold, and gives what the server would make of it. Each issue has a
 * `message`, and `params` with the `code` of the protocol, the `constraint` that does not hold and its `args`; there is
 * one a field at most, in declared order.
 */
export function formSchema<Input extends object, Values extends object>(
  fields: Fields,
): GeneratedSchema<Input, Values> {
  return transform<Input, Values>((input: unknown, { issues }) => {
    const found: FoundFault[] = [];
    let values = {};
    if (isRecord(input)) values = readMembers(fields, input, [], found);
    else found.push({ path: [], fault: { code: 'invalid', message: valueText } });
    for (const { path, fault } of found) {
      const { message, ...params } = fault;
      issues.push({ code: 'custom', input, message, path: [...path], params });
    }
    // Where nothing is wrong, these are the values: the fields are generated from the same declaration as the types.
    return values as Values;
  });
}
