import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
  Optional,
} from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { defer, type Observable } from 'rxjs';
import { FunctionCall } from '../../dispatch/function-call.js';
import { IdentityResolver, missingModule } from '../../identity/index.js';
import type { FormPlace } from '../compile/compiled-form.js';
import { answerFormset } from '../formset/answer-formset.js';
import { type FormSettings, formSettingsToken } from '../forms-options.js';
import { writeSchema } from '../schema/write-schema.js';
import type { FormRun } from '../validate/form-run.js';
import { validateForm } from '../validate/validate-form.js';
import { ValidatorSource } from '../validate/validator-source.js';
import { writeErrors } from '../validate/write-errors.js';
import { readAsked, readData, toArguments } from './read-form-args.js';
import { submitForm } from './submit-form.js';

/**
 * The innermost interceptor of a form: all that the app has around its method runs around each function of the form, and
 * the method itself, with its parameters and pipes, for valid submissions only.
 */
@Injectable()
export class FormGate implements NestInterceptor {
  readonly #validators: ValidatorSource;
  readonly #settings: FormSettings;

  constructor(
    private readonly moduleRef: ModuleRef,
    @Optional() private readonly identities?: IdentityResolver,
    @Optional() @Inject(formSettingsToken) settings?: FormSettings,
  ) {
    this.#validators = new ValidatorSource(moduleRef);
    this.#settings = settings ?? { translate: undefined };
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const call: unknown = context.getArgByIndex(3);
    if (!(call instanceof FunctionCall) || call.fn.form === undefined) return next.handle();
    const { form } = call.fn;
    return defer(() => this.#answer(form, call, context.getArgByIndex(0), next));
  }

  async #answer(
    { form, role }: FormPlace,
    call: FunctionCall,
    request: object,
    next: CallHandler,
  ): Promise<unknown> {
    const args = toArguments(call.source.kind === 'text' ? undefined : call.source.args);
    const isSubmission = role === 'submit' || role === 'formset_submit';
    const runWith = (data: FormRun['call']['data']) => this.#open(call, request, data, isSubmission);
    switch (role) {
      case 'schema':
        return writeSchema(form, runWith(readData(args, false)));
      case 'validate': {
        const isAsked = readAsked(args);
        const run = runWith(readData(args, true));
        // Whole forms are not looked at while one field is filled in, unless the form wants it so.
        const wholeForm = isAsked === undefined || form.declaration.liveFormErrors;
        const options = { wholeForm, ...(isAsked && !wholeForm && { isAsked }) };
        const verdict = await validateForm(form, run.call.data, run, options);
        return verdict.kind === 'valid' ? { errors: [] } : writeErrors(form, verdict.faults, run, isAsked);
      }
      case 'submit':
        return submitForm(form, call, runWith({ ...args }), next);
      default:
        return answerFormset({ form, role }, { call, args, runWith, next });
    }
  }

  #open(call: FunctionCall, request: object, data: FormRun['call']['data'], isSubmission: boolean): FormRun {
    const { moduleRef, identities } = this;
    if (identities === undefined) throw missingModule('@MizanForm');
    let who: ReturnType<FormRun['who']> | undefined;
    return {
      call: { request, moduleRef, data },
      who: () =>
        (who ??= (async () => (call.identity === undefined ? identities.resolve(request) : call.identity))()),
      instance: call.host ?? {},
      validators: this.#validators,
      settings: this.#settings,
      isSubmission,
      choices: new Map(),
    };
  }
}
