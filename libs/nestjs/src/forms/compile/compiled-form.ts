import type { FormDeclaration, FormRole, Shape } from '@mizan/protocol';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { BootProblem } from '../../errors/index.js';
import type { FilePolicies } from '../../uploads/index.js';
import type { FormRecord } from '../discover/form-record.js';
import type { FieldGroup } from './form-field.js';

/** A form with everything about it that can be known before it is shown. */
export interface CompiledForm {
  readonly record: FormRecord;
  readonly group: FieldGroup;
  /** What makes the input of the method from the fields; undefined where that is a DTO class. */
  readonly schema: StandardSchemaV1 | undefined;
  /** What the method answers; undefined for nothing. */
  readonly data: Shape | undefined;
  readonly declaration: FormDeclaration;
  /** What its fields expect of files. */
  readonly files: FilePolicies;
  readonly problems: readonly BootProblem[];
}

/** Of which form a function is, and what it does for it. */
export interface FormPlace {
  readonly form: CompiledForm;
  readonly role: FormRole;
}
