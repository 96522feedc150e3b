import type { Graph, StructDeclaration } from '@mizan/protocol';
import { compileSerializer, type Serialize } from '../../output/compile-serializer.js';
import { OutputMismatch } from '../../output/output-mismatch.js';
import type { FormPlace } from '../compile/compiled-form.js';

const answerName = 'form.answer';

/** Computes once how a function of a form is answered: what the app's method returned goes by its declared output. */
export function compileAnswer({ form, role }: FormPlace, { types }: Graph): Serialize {
  if (role !== 'submit') return (value) => writeOwn(value, memberOfAnswer[role]);
  const writeValid = form.data === undefined ? writeNothing : writeData(form.data, types);
  return (value) => (isRefusal(value) ? JSON.stringify(value) : writeValid(value));
}

/** What an answer of ours always has. An interceptor that wraps it in something else would break every client. */
const memberOfAnswer: Readonly<Record<Exclude<FormPlace['role'], 'submit'>, string>> = {
  schema: 'fields',
  validate: 'errors',
  formset_schema: 'forms',
  formset_validate: 'per_form',
  formset_submit: 'success',
};

function writeOwn(value: unknown, member: string): string {
  if (typeof value === 'object' && value !== null && member in value) return JSON.stringify(value);
  throw new OutputMismatch([], `the answer of a form, with \`${member}\``, 'something else');
}

function writeData(shape: NonNullable<FormPlace['form']['data']>, types: Graph['types']): Serialize {
  const answer: StructDeclaration = {
    fields: [
      { name: 'success', shape: { kind: 'primitive', name: 'boolean' }, required: true },
      { name: 'data', shape, required: true },
    ],
  };
  return compileSerializer({ kind: 'ref', name: answerName }, { ...types, [answerName]: answer });
}

/** What nobody has declared must not leave, nor silently be lost. */
function writeNothing(value: unknown): string {
  const data = dataOf(value);
  if (data === undefined || data === null) return '{"success":true,"data":null}';
  throw new OutputMismatch(['data'], 'nothing, since the form declares no `output`', 'something');
}

function isRefusal(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Reflect.get(value, 'success') === false;
}

/** What a valid submission came to, out of its answer. */
export function dataOf(answer: unknown): unknown {
  return typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'data') : undefined;
}
