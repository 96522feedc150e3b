import { declareFormFunction, type SentArguments } from '@mizan/protocol';
import type { InputReader } from '../../input/compile-input.js';
import { findAltered } from '../../input/find-altered.js';
import { isRecord } from '../../input/is-record.js';
import type { CompiledForm, FormPlace } from '../compile/compiled-form.js';
import { FormFaults } from '../validate/form-faults.js';
import { readGroup } from '../validate/read-group.js';
import type { FilePolicies } from '../../uploads/index.js';

/** What a form takes is read when it is checked; to whoever asks before, this tells what it seems to be. */
export function formInput({ form, role }: FormPlace): InputReader {
  const fields = declareFormFunction(form.record.name, role).input ?? [];
  return {
    fields,
    readJson: unread,
    readText: unread,
    readMultipart: unread,
    peekJson: (args) => (role === 'submit' ? peek(form, args ?? {}) : {}),
    peekText: () => undefined,
    peekMultipart: (args) => (role === 'submit' ? peek(form, args) : {}),
    files: filesOf(form, role),
    findAltered: (sent, got) => findAltered(form.group.fields, sent, got),
  };
}

/** Files stand where the fields do: those of a row under its number. */
function filesOf({ files }: CompiledForm, role: FormPlace['role']): FilePolicies {
  if (role === 'submit') return files;
  const prefix = role.startsWith('formset') ? /^forms\.\d{1,9}\./ : /^data\./;
  const find: FilePolicies['find'] = (path) => {
    const [start] = prefix.exec(path) ?? [];
    const policy = start === undefined ? undefined : files.find(path.slice(start.length));
    return policy && start !== undefined ? { ...policy, key: start + policy.key } : undefined;
  };
  return { ...files, find };
}

function unread(): never {
  throw new Error('The input of a form was asked for before it was checked');
}

function peek({ group }: CompiledForm, data: unknown): SentArguments | undefined {
  if (!isRecord(data)) return undefined;
  const faults = new FormFaults();
  // What is sent for disabled fields does not count, and what they are is not known yet.
  const open = { ...group, fields: group.fields.filter(({ disabled }) => !disabled) };
  try {
    const { sent } = readGroup(open, data, { faults, fixed: new Map(), places: [] });
    return faults.isEmpty ? sent : undefined;
  } catch {
    // A constructor or a transform of the app that throws does so when the form is checked.
    return undefined;
  }
}
