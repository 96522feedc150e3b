import type { FormFieldNode, Shape } from '@mizan/protocol';
import { describe, expect, it } from 'vitest';

import { describeForm } from './describe-form.js';

const text: Shape = { kind: 'primitive', name: 'string' };
const group: Shape = { kind: 'ref', name: 'Any' };

function field(name: string, shape: Shape, more: Partial<FormFieldNode> = {}): FormFieldNode {
  const plain = { required: true, label: name, widget: 'text', disabled: false, perRequest: false };
  return { name, shape, ...plain, constraints: [], ...more };
}

function described(fields: readonly FormFieldNode[]): unknown {
  const plain = { liveValidation: true, liveFormErrors: false, refetchSchemaOnValidate: false, types: [] };
  return describeForm({ name: 'form', title: 'Form', submitLabel: 'Send', ...plain, fields })['fields'];
}

const short = { name: 'maxLength', code: 'max_length', args: ['10'], each: false };

describe('the description of a form', () => {
  it('lets nobody be stopped before so many characters, however many units of UTF-16 they have', () => {
    expect(described([field('note', text, { constraints: [short] })])).toEqual([
      { name: 'note', label: 'note', widget: 'text', required: true, maxLength: 30 },
    ]);
  });

  it('asks for nothing inside of an object that can be left out', () => {
    const inner = [field('street', text), field('within', group, { fields: [field('zip', text)] })];
    expect(described([field('home', group, { required: false, fields: inner })])).toEqual([
      { name: 'home.street', label: 'street', widget: 'text' },
      { name: 'home.within.zip', label: 'zip', widget: 'text' },
    ]);
  });

  it('binds nothing inside of what may not count', () => {
    const fields = [field('street', text, { constraints: [short] })];
    const list: Shape = { kind: 'list', item: group };
    const conditional = { required: false, conditional: true, fields } as const;
    expect(described([field('home', group, conditional), field('more', list, conditional)])).toEqual([
      { name: 'home.street', label: 'street', widget: 'text' },
      {
        name: 'more',
        label: 'more',
        widget: 'text',
        fields: [{ name: 'street', label: 'street', widget: 'text' }],
      },
    ]);
  });
});
