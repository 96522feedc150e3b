import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as classValidator from 'class-validator';
import { describe, expect, it } from 'vitest';

import { constraintTable } from '../../libs/nestjs/src/forms/compile/constraint-table.js';
import { workspaceRoot } from '../workspace-root.js';

const page = readFileSync(join(workspaceRoot, 'docs/guide/forms.md'), 'utf8');

/** The rows of the table and the sentence below it, as `@Decorator` → codes. */
function readTable(): ReadonlyMap<string, string> {
  const rows = paragraphAt('| code ').split('\n').slice(2);
  const cells = rows.map((row) => row.split('|').map((cell) => cell.trim()));
  const others = ['', '`invalid`', paragraphAt('All others are `invalid`: ')];
  return new Map(
    [...cells, others].flatMap(([, codes = '', constraints = '']) =>
      [...constraints.matchAll(/`@(\w+)`/g)].map(([, name = '']) => [name, codes] as const),
    ),
  );
}

function paragraphAt(beginning: string): string {
  const start = page.indexOf(beginning);
  return page.slice(start, page.indexOf('\n\n', start));
}

/** A decorator is called as its constraint, but for a few capitals, and `Length`. */
function constraintOf(decorator: string): string | undefined {
  const name = decorator === 'Length' ? 'isLength' : decorator;
  return [...constraintTable.keys()].find((known) => known.toLowerCase() === name.toLowerCase());
}

describe('the table of constraints in the guide', () => {
  const table = readTable();

  it('names decorators that class-validator has', () => {
    expect([...table.keys()].filter((name) => !(name in classValidator))).toEqual([]);
  });

  it('says of each constraint the code that it has', () => {
    const said = Object.fromEntries([...table].map(([name, codes]) => [constraintOf(name), codes]));
    const codes = [...constraintTable].map(([name, code]) => [
      name,
      code === 'length' ? '`min_length` or `max_length`' : `\`${code}\``,
    ]);
    expect(said).toEqual(Object.fromEntries(codes));
  });
});
