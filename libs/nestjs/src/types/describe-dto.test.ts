import { PartialType } from '@nestjs/mapped-types';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Exclude, Expose, Transform, Type } from 'class-transformer';
import { IsInt, IsNotEmpty, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';
import { describe, expect, it } from 'vitest';
import type { Direction } from './field-clues.js';
import { Nullable, TypeCatalog, Typed } from './index.js';
import type { DtoClass } from './type-declaration.js';

const site = { className: 'Functions', methodName: 'method' };

function problemsOf(type: DtoClass, direction: Direction) {
  const catalog = new TypeCatalog();
  if (direction === 'input') catalog.describeInput({ kind: 'class', type }, site);
  else catalog.describeOutput(type, site);
  return catalog.problems;
}

function fieldsOf(type: DtoClass, direction: Direction = 'input') {
  const catalog = new TypeCatalog();
  const fields = catalog.describeDto(type, direction).fields.map(({ name }) => name);
  expect(catalog.problems).toEqual([]);
  return fields;
}

describe('a class that cannot be described', () => {
  class Undecorated {
    @IsInt() id = 1;
    secret = 'x';
  }

  class Bare {
    size() {
      return 0;
    }
  }

  class NeedsArguments {
    @IsString() name: string;
    constructor(source: { name: string }) {
      this.name = source.name;
    }
  }

  it.each(['input', 'output'] as const)(
    'an undecorated own key of an %s names class, field and fix',
    (direction) => {
      expect(problemsOf(Undecorated, direction)).toEqual([
        {
          where: 'Undecorated.secret',
          problem: 'it has no decorator, so it would silently be lost',
          fix: 'Add @Typed() or a validator to declare it, or @Exclude() to keep it inside.',
        },
      ]);
    },
  );

  it.each(['input', 'output'] as const)('an %s without any field is refused', (direction) => {
    expect(problemsOf(Bare, direction)).toMatchObject([
      { where: 'Bare', problem: 'it declares no field, so nothing of it would travel' },
    ]);
  });

  it('an input whose constructor needs arguments is refused, an output is not', () => {
    expect(problemsOf(NeedsArguments, 'input')).toMatchObject([
      {
        where: 'NeedsArguments',
        problem: expect.stringContaining('cannot be constructed without arguments'),
      },
    ]);
    expect(problemsOf(NeedsArguments, 'output')).toEqual([]);
  });

  it('problems of nested classes are found, each once, though the class is used twice', () => {
    class Outer {
      @Typed([Undecorated]) many!: Undecorated[];
      @Typed() one!: Undecorated;
    }
    expect(problemsOf(Outer, 'output').map(({ where }) => where)).toEqual(['Undecorated.secret']);
  });
});

describe('a field that cannot be described', () => {
  class Unknown {
    @Expose() open!: unknown;
  }
  class UnknownItem {
    @Typed() list!: string[];
  }
  class MapField {
    @Typed() map!: Map<string, string>;
  }
  class Polymorphic {
    @Typed() id!: string;
    @Type(() => Unknown, { discriminator: { property: 'kind', subTypes: [] } }) shape!: object;
  }
  class WrongInitial {
    @IsInt() half = 0.5;
  }
  class WrongNull {
    @Typed(['integer']) list: number[] = 'x' as unknown as number[];
  }
  class Grouped {
    @Expose({ groups: ['admin'] }) @IsString() secret!: string;
  }
  class NotAType {
    @Typed('text' as 'string') text!: string;
  }
  class TwoItems {
    @Typed(['string', 'integer'] as unknown as ['string']) pair!: string[];
  }

  it.each<[what: string, type: DtoClass, where: string, problem: string]>([
    ['unknown', Unknown, 'Unknown.open', 'its type cannot be found out'],
    ['a list without its item', UnknownItem, 'UnknownItem.list', 'its type cannot be found out'],
    ['a Map', MapField, 'MapField.map', 'its type cannot be found out'],
    ['a discriminator', Polymorphic, 'Polymorphic.shape', '@Type with a discriminator cannot be described'],
    [
      'a fraction as initial integer',
      WrongInitial,
      'WrongInitial.half',
      'its initial value is not of its type',
    ],
    ['a text as initial list', WrongNull, 'WrongNull.list', 'its initial value is not of its type'],
    ['a group', Grouped, 'Grouped.secret', '@Expose with groups is not supported'],
    ['a word that is no type', NotAType, 'NotAType.text', "'text' is no type"],
    ['two items', TwoItems, 'TwoItems.pair', "['string', 'integer'] is no type"],
  ])('%s', (_what, type, where, problem) => {
    expect(problemsOf(type, 'output')).toMatchObject([{ where, problem }]);
  });

  it('open data, with the word for it', () => {
    const [problem] = problemsOf(Unknown, 'output');
    expect(problem?.fix).toContain("@Typed('json')");
  });

  it('a field of whose type the compiler left nothing, with how to compile', () => {
    class Untyped {
      id: unknown;
    }
    // As esbuild compiles `@Expose() id: number`.
    Expose()(Untyped.prototype, 'id');
    expect(problemsOf(Untyped, 'output')).toMatchObject([
      {
        where: 'Untyped.id',
        problem: 'its type cannot be found out, and the compiler left none',
        fix: expect.stringContaining('emitDecoratorMetadata'),
      },
    ]);
  });

  it('two properties that travel under one name', () => {
    class Doubled {
      @Expose({ name: 'a' }) @IsString() x!: string;
      @IsString() a!: string;
    }
    expect(problemsOf(Doubled, 'input')).toMatchObject([
      { where: 'Doubled.a', problem: 'it travels as "a", and so does x' },
    ]);
  });

  class Line {
    @IsInt() quantity!: number;
  }
  class WithoutValidateNested {
    @Type(() => Line) @IsNotEmpty() line!: Line;
  }

  it('a nested input whose validators class-validator would not reach', () => {
    expect(problemsOf(WithoutValidateNested, 'input')).toMatchObject([
      { where: 'WithoutValidateNested.line', fix: expect.stringContaining('@ValidateNested()') },
    ]);
    expect(problemsOf(WithoutValidateNested, 'output')).toEqual([]);
  });

  it('open data whose class only the caller could name to class-validator', () => {
    class Open {
      @ValidateNested() @IsObject() meta!: Record<string, unknown>;
    }
    expect(problemsOf(Open, 'input')).toMatchObject([
      { where: 'Open.meta', problem: expect.stringContaining('@ValidateNested() finds no class') },
    ]);
    expect(problemsOf(Open, 'output')).toEqual([]);
  });

  it('an input that would hide its class', () => {
    class Hiding {
      @IsInt() id!: number;
    }
    IsInt()(Hiding.prototype, 'constructor');
    expect(problemsOf(Hiding, 'input')).toMatchObject([{ where: 'Hiding.constructor' }]);
  });

  class Getter {
    @IsString() first!: string;
    @Expose() get full(): string {
      return `${this.first}!`;
    }
  }

  it('a getter of an input, but not of an output', () => {
    expect(problemsOf(Getter, 'input')).toMatchObject([{ where: 'Getter.full' }]);
    expect(fieldsOf(Getter, 'output')).toEqual(['first', 'full']);
  });

  class Renamed {
    @Expose({ name: 'first_name' }) @IsString() firstName!: string;
  }

  it('a renamed output; an input follows the name', () => {
    expect(problemsOf(Renamed, 'output')).toMatchObject([{ where: 'Renamed.firstName' }]);
    expect(fieldsOf(Renamed)).toEqual(['first_name']);
  });

  class Transformed {
    @Transform(({ value }) => String(value)) @IsString() text!: string;
    @Transform(({ value }) => String(value), { toClassOnly: true }) @IsString() inwards!: string;
  }

  it('a transformed output, unless the transform is for inputs only', () => {
    expect(problemsOf(Transformed, 'output').map(({ where }) => where)).toEqual(['Transformed.text']);
    expect(problemsOf(Transformed, 'input')).toEqual([]);
  });
});

describe('which fields a class has', () => {
  it('@Exclude keeps a field inside, for one way or both', () => {
    class User {
      @IsString() name!: string;
      @Exclude() @IsString() hash!: string;
      @Exclude({ toPlainOnly: true }) @IsString() password!: string;
      @Exclude({ toClassOnly: true }) @IsInt() id!: number;
    }
    expect(fieldsOf(User, 'input')).toEqual(['name', 'password']);
    expect(fieldsOf(User, 'output')).toEqual(['name', 'id']);
  });

  it('@Exclude on the class leaves what @Expose names', () => {
    @Exclude()
    class Closed {
      @Expose() @IsString() shown!: string;
      @IsString() hidden!: string;
    }
    expect(fieldsOf(Closed, 'output')).toEqual(['shown']);
  });

  it('functions that are own properties are no fields', () => {
    class WithArrow {
      @IsInt() id!: number;
      describe = () => String(this.id);
    }
    expect(fieldsOf(WithArrow)).toEqual(['id']);
  });

  it('a subclass may declare a field anew, and its place is that of the base', () => {
    class Base {
      @IsOptional() @IsInt() id?: number;
      @IsString() name!: string;
    }
    class Sub extends Base {
      @Nullable() @IsInt() declare id: number;
    }
    const { fields } = new TypeCatalog().describeDto(Sub, 'input');
    expect(fields.map(({ name, required, type }) => [name, required, type.kind])).toEqual([
      ['id', true, 'optional'],
      ['name', true, 'primitive'],
    ]);
  });

  it('validators decide over swagger whether an input may be left out', () => {
    class Said {
      @ApiProperty({ required: false }) @IsString() demanded!: string;
      @ApiPropertyOptional() @Typed('string') described?: string;
    }
    const { fields } = new TypeCatalog().describeDto(Said, 'input');
    expect(fields.map(({ required }) => required)).toEqual([true, false]);
  });

  it('a partial type keeps what @Typed said', () => {
    class Point {
      @Typed('integer', { description: 'east' }) x!: number;
      @ValidateNested() @Typed(() => Point) next!: Point;
    }
    class PartialPoint extends PartialType(Point) {}
    const { fields } = new TypeCatalog().describeDto(PartialPoint, 'input');
    expect(fields).toMatchObject([
      { name: 'x', required: false, description: 'east', type: { name: 'integer' } },
      { name: 'next', required: false, type: { kind: 'dto', type: Point } },
    ]);
  });
});
