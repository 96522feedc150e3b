import { constraintTexts } from '@mizan/protocol';
import * as classValidator from 'class-validator';
import { describe, expect, it } from 'vitest';
import { constraintTable } from './constraint-table.js';
import { widgetOfConstraint } from './infer-widget.js';

/** class-validator exports the name of every constraint as a constant. */
const names = Object.values(classValidator).filter((value) => typeof value === 'string');

describe('the table of constraints', () => {
  it('has a code for every constraint of class-validator that can fail', () => {
    expect(names.length).toBeGreaterThan(100);
    const missing = names.filter((name) => !constraintTable.has(name));
    expect(missing).toEqual(['isOptional']);
  });

  it('names nothing that class-validator does not have', () => {
    const known = new Set<string>(names);
    const listed = [...constraintTable.keys(), ...constraintTexts.keys(), ...widgetOfConstraint.keys()];
    expect(listed.filter((name) => !known.has(name))).toEqual([]);
  });

  it('has the codes of the protocol and no other', () => {
    expect([...new Set(constraintTable.values())].toSorted()).toEqual([
      'invalid',
      'invalid_choice',
      'length',
      'max_length',
      'max_value',
      'min_length',
      'min_value',
      'required',
    ]);
  });
});
