import type { FormRole } from '@mizan/protocol';
import type { HostClass, HostMethod, InputPlan, ProviderWrapper } from '../../discover/function-record.js';
import type { TypeDeclaration } from '../../types/type-declaration.js';
import type { FormMetadata, FormMethod } from '../declare/form-metadata.js';

/** One form as it stands in the code, before anything is computed from it. */
export interface FormRecord {
  readonly name: string;
  readonly className: string;
  /** Of the method that handles valid submissions. */
  readonly methodName: string;
  readonly hostClass: HostClass;
  readonly host: ProviderWrapper;
  readonly method: HostMethod;
  readonly options: FormMetadata;
  readonly input: InputPlan;
  /** Undefined when it answers nothing. */
  readonly output: TypeDeclaration | undefined;
  /** The methods that look at the form as a whole, in the order of the source. */
  readonly checks: readonly FormMethod[];
  /** The method that handles all rows of a formset at once. */
  readonly rowsMethod?: string | undefined;
}

/** Of which form a function is, and what it does for it. */
export interface FormPartRecord {
  readonly record: FormRecord;
  readonly role: FormRole;
}
