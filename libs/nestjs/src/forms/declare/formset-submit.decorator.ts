import { requireMethod } from '../../declare/method-declaration.js';
import { writeFormMethod } from './form-metadata.js';

/** One row of a formset that is valid. */
export interface FormsetRow<Data = unknown> {
  /** Where it stood among the rows as they were sent, from 0. */
  readonly index: number;
  /** Whether it is to be deleted; its data was not looked at then. */
  readonly isDeleted: boolean;
  /** Undefined when it is to be deleted. */
  readonly data: Data | undefined;
  /** What was sent, as it was sent. */
  readonly sent: Readonly<Record<string, unknown>>;
}

type RowsDecorator = <
  Method extends (rows: readonly FormsetRow<never>[], ...args: never[]) => void | Promise<void>,
>(
  prototype: object,
  methodName: string | symbol,
  descriptor: TypedPropertyDescriptor<Method>,
) => void;

/**
 * Makes a method handle all rows of a valid formset at once: `save(rows, who, call)`, in the order that was asked for.
 * Without it, the method of the form is called for each row that is not deleted, one after the other.
 *
 * It may throw `FormInvalid`: with null for all rows together, `2.sku` for a field of the row whose `index` is 2, or `2`
 * for that row as a whole.
 *
 * @param form the name of a form of the same class
 * @throws TypeError on anything but a method of instances that has a name
 */
export function FormsetSubmit(form: string): RowsDecorator {
  return (prototype, methodName, descriptor) => {
    const { name } = requireMethod('@FormsetSubmit', prototype, methodName, descriptor);
    writeFormMethod('formset', prototype, { form, methodName: name });
  };
}
