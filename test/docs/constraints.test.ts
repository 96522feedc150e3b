import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { constraintChecks } from '@mizan/codegen';
import * as classValidator from 'class-validator';
import { describe, expect, it } from 'vitest';

import { constraintTable } from '../../libs/nestjs/src/forms/compile/constraint-table.js';
import { workspaceRoot } from '../workspace-root.js';

const page = readFileSync(join(workspaceRoot, 'docs/guide/forms.md'), 'utf8');

type Place = 'same' | 'partly' | 'server';

/** What the page says of a decorator: its codes, and who checks it. */
interface Said {
  readonly codes: string;
  readonly place: Place;
}

/** The rows of the table and the paragraphs below it. */
function readTable(): ReadonlyMap<string, Said> {
  const rows = paragraphAt('| code ').split('\n').slice(2);
  const cells = rows.map((row) =>
    row
      .split('|')
      .slice(1, 5)
      .map((cell) => cell.trim()),
  );
  const others = ['Checked by browsers, too: ', 'By browsers in part: ', 'By the server only: '].map(
    paragraphAt,
  );
  return new Map(
    [...cells, ['`invalid`', ...others]].flatMap(([codes = '', ...places]) =>
      (['same', 'partly', 'server'] as const).flatMap((place, index) =>
        [...(places[index] ?? '').matchAll(/`@(\w+)`/g)].map(
          ([, name = '']) => [name, { codes, place }] as const,
        ),
      ),
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
    const said = Object.fromEntries([...table].map(([name, { codes }]) => [constraintOf(name), codes]));
    const codes = [...constraintTable].map(([name, code]) => [
      name,
      code === 'length' ? '`min_length` or `max_length`' : `\`${code}\``,
    ]);
    expect(said).toEqual(Object.fromEntries(codes));
  });

  it('says of each constraint whether browsers check it', () => {
    const said = Object.fromEntries([...table].map(([name, { place }]) => [constraintOf(name), place]));
    const places = [...constraintTable.keys()].map((name) => [
      name,
      constraintChecks.get(name)?.agreement ?? 'server',
    ]);
    expect(said).toEqual(Object.fromEntries(places));
  });
});
