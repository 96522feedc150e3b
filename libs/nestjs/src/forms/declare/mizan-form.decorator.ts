import { UseGuards, UseInterceptors } from '@nestjs/common';
import { Auth } from '../../auth/auth.decorator.js';
import { MizanAuthGuard } from '../../auth/mizan-auth.guard.js';
import { writeFunctionMetadata } from '../../declare/function-metadata.js';
import { isHollow, requireMethod, toList } from '../../declare/method-declaration.js';
import type { FunctionDecorator } from '../../declare/mizan-client.decorator.js';
import { nestMetadata } from '../../declare/nest-metadata.js';
import type { TypeDeclaration, ValueOf } from '../../types/type-declaration.js';
import { FormGate } from '../submit/form-gate.js';
import type { MizanFormOptions } from './form-options.js';

/**
 * Makes a method of a class provider handle the valid submissions of a form (PROTOCOL 11). Its one undecorated
 * parameter is a DTO class, whose properties are the fields; what it returns is `data` of the answer.
 *
 * The form is three functions, `contact.schema`, `contact.validate` and `contact.submit`, and three more with `formset`.
 * Guards, interceptors and the auth rule of the method run around each of them.
 *
 * @param options all of them, or the name alone
 * @throws TypeError on anything but a method of instances that has a name
 */
export function MizanForm<const Output extends TypeDeclaration | undefined = undefined>(
  options: string | MizanFormOptions<Output> = {},
): FunctionDecorator<Output extends TypeDeclaration ? ValueOf<Output> : unknown> {
  return (prototype, methodName, descriptor) => {
    const { name, method } = requireMethod('@MizanForm', prototype, methodName, descriptor);
    const form = typeof options === 'string' ? { name: options } : options;
    writeFunctionMetadata(prototype, name, method, {
      name: form.name,
      description: form.description,
      affects: toList(form.affects),
      merge: toList(form.merge),
      auth: form.auth,
      input: form.input,
      output: form.output,
      private: false,
      hollow: meaningful.filter((key) => key in form && isHollow(form[key])),
      form,
    });
    // Without a rule of ours, one that `@Auth` gave below stays.
    if (form.auth !== undefined && form.auth !== null) Auth(form.auth)(prototype, methodName, descriptor);
    UseGuards(MizanAuthGuard)(prototype, methodName, descriptor);
    UseInterceptors(FormGate)(prototype, methodName, descriptor);
    Reflect.defineMetadata(nestMetadata.entryProvider, true, prototype.constructor);
  };
}

// Options that must not silently be as if they were left out.
const meaningful = ['auth', 'affects', 'merge', 'input', 'output'] as const;
