import type { StandardSchemaV1 } from '@standard-schema/spec';
import { wholeForm as ofNoField } from '../declare/form-invalid.js';
import { codeOfIssue } from './code-of-issue.js';
import type { FormFaults } from './form-faults.js';

/**
 * Has a schema look at what is filled in. What is known to be wrong is not said once more in its words.
 *
 * @param wholeForm whether what it says of no field counts
 */
export async function applySchema(
  schema: StandardSchemaV1,
  value: object,
  faults: FormFaults,
  wholeForm: boolean,
): Promise<unknown> {
  const result = await schema['~standard'].validate(value);
  if (!result.issues) return result.value;
  for (const issue of result.issues) {
    const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
    const field = path.length === 0 ? ofNoField : path.join('.');
    if (field === ofNoField && !wholeForm) continue;
    if (!isKnown(path, faults)) faults.add(field, { code: codeOfIssue(issue, value), text: issue.message });
  }
  return undefined;
}

/** A field that is wrong is left out of what the schema sees, so it finds that missing. */
function isKnown(path: readonly string[], faults: FormFaults): boolean {
  return path.some((_part, index) => faults.has(path.slice(0, index + 1).join('.')));
}
