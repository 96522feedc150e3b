import { requireMethod } from '../../declare/method-declaration.js';
import { writeFormMethod } from './form-metadata.js';

type CheckMethod = (...args: never[]) => void | Promise<void>;

type CheckDecorator = <Method extends CheckMethod>(
  prototype: object,
  methodName: string | symbol,
  descriptor: TypedPropertyDescriptor<Method>,
) => void;

/**
 * Makes a method look at a form as a whole, whenever it is checked or submitted: `check(data, who, call)`. It throws
 * `FormInvalid` to find fault. Fields that are wrong by themselves are undefined in `data`.
 *
 * @param form the name of a form of the same class
 * @throws TypeError on anything but a method of instances that has a name
 *
 * @example
 * ```ts
 * @FormCheck('contact')
 * neverUrgent({ topic, urgent }: Partial<Contact>) {
 *   if (topic === 'sales' && urgent) throw new FormInvalid(null, 'never_urgent', 'Sales is never urgent');
 * }
 * ```
 */
export function FormCheck(form: string): CheckDecorator {
  return (prototype, methodName, descriptor) => {
    const { name } = requireMethod('@FormCheck', prototype, methodName, descriptor);
    writeFormMethod('check', prototype, { form, methodName: name });
  };
}
