import { describe, expect, it } from 'vitest';

import { buildManifest } from '../manifest/build-manifest.js';
import { compileTargets } from '../wire/compile-targets.js';
import { buildIr } from './build-ir.js';
import { declareFormFunction, formRoles, formTypes } from './form-functions.js';
import type { FormDeclaration, Graph } from './graph.js';
import { GraphRefusal } from './graph-refusal.js';
import type { Field, Shape } from './ir.js';
import { findMergeSlot } from './merge-slot.js';

const integer: Shape = { kind: 'primitive', name: 'integer' };
const key: Field = { name: 'ticket_id', shape: integer, required: true };
const ticket: Shape = { kind: 'ref', name: 'Ticket' };

const form: FormDeclaration = {
  name: 'edit_ticket',
  title: 'Edit Ticket',
  submitLabel: 'Submit',
  liveValidation: true,
  liveFormErrors: false,
  refetchSchemaOnValidate: false,
  fields: [],
  data: ticket,
};

const submit = declareFormFunction('edit_ticket', 'submit');
const graph: Graph = {
  types: {
    ...formTypes,
    Ticket: { fields: [key, { name: 'place', shape: { kind: 'ref', name: 'Place' }, required: true }] },
    Place: { fields: [{ name: 'room', shape: integer, required: true }] },
  },
  functions: [
    { name: 'ticket', input: [key], output: ticket, context: 'ticket' },
    declareFormFunction('edit_ticket', 'schema'),
    {
      ...submit,
      affects: [{ context: 'ticket' }],
      merge: ['ticket'],
      form: { name: 'edit_ticket', role: 'submit', fields: [key], data: ticket },
    },
  ],
  channels: [],
  forms: [form],
};

describe('the functions of a form', () => {
  it('are three, and three more with a formset', () => {
    expect(formRoles(false)).toEqual(['schema', 'validate', 'submit']);
    expect(formRoles(true).map((role) => declareFormFunction('line', role).name)).toEqual([
      'line.schema',
      'line.validate',
      'line.submit',
      'line.formset.schema',
      'line.formset.validate',
      'line.formset.submit',
    ]);
  });

  it('say in the IR of which form they are', () => {
    const nodes = buildIr(graph).functions.filter((node) => node.form !== undefined);
    expect(nodes.map(({ name, form: part, input }) => ({ name, part, input }))).toEqual([
      {
        name: 'edit_ticket.schema',
        part: { name: 'edit_ticket', role: 'schema' },
        input: 'editTicketSchemaInput',
      },
      { name: 'edit_ticket.submit', part: { name: 'edit_ticket', role: 'submit' }, input: undefined },
    ]);
  });

  it('scope targets by the fields of the form, and fill slots with its data', () => {
    expect(compileTargets(graph, 'edit_ticket.submit')({ ticket_id: 7 })).toEqual([
      { context: 'ticket', params: { ticket_id: 7 } },
    ]);
    expect(findMergeSlot(graph, 'edit_ticket.submit', 'ticket')?.function).toBe('ticket');
    expect(buildManifest(graph).mutations['edit_ticket.submit']).toEqual({
      affects: ['ticket'],
      auto_scoped_params: ['ticket_id'],
    });
  });
});

describe('the node of a form', () => {
  it('has the structs that only the form reaches, which the types of the document lack', () => {
    const ir = buildIr({ ...graph, functions: graph.functions.slice(1, 2) });
    expect(ir.forms?.[0]?.types.map(({ name }) => name)).toEqual(['Place', 'Ticket']);
    expect(ir.types.map(({ name }) => name)).not.toContain('Ticket');
  });

  it('is not there without a form', () => {
    expect(buildIr({ ...graph, forms: [] })).not.toHaveProperty('forms');
  });

  it('is refused under a name that cannot be one', () => {
    const misnamed = { ...graph, forms: [{ ...form, name: 'edit ticket' }] };
    expect(() => buildIr(misnamed)).toThrow(GraphRefusal);
    expect(() => buildIr(misnamed)).toThrow('"edit ticket" cannot be a form\'s name');
  });
});
