import { buildIr, type Graph } from '@mizan/protocol';
import { emitKdl } from '@mizan/protocol/kdl';
import { Exclude } from 'class-transformer';
import { IsIn, IsInt, IsNumber, IsOptional, IsString } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { enumOf, nullable, TypeCatalog, Typed } from './index.js';
import type { DtoClass, TypeDeclaration } from './type-declaration.js';

const site = { className: 'Functions', methodName: 'addOrder' };

class Profile {
  @IsInt() user_id!: number;
  @IsString() name!: string;
  @IsOptional() @IsString() email: string | null = null;
}

class Order {
  @IsInt() id!: number;
  @IsNumber() total!: number;
  @IsIn(['open', 'paid']) state: 'open' | 'paid' = 'open';
}

const primitive = (name: string) => ({ kind: 'primitive', name });

describe('outputs', () => {
  it.each<[declaration: TypeDeclaration, shape: unknown]>([
    ['integer', primitive('integer')],
    ['json', primitive('json')],
    [['string'], { kind: 'list', item: primitive('string') }],
    [[['number']], { kind: 'list', item: { kind: 'list', item: primitive('number') } }],
    [nullable('boolean'), { kind: 'optional', item: primitive('boolean') }],
    [nullable(nullable('boolean')), { kind: 'optional', item: primitive('boolean') }],
    [enumOf('a', 'b'), { kind: 'enum', values: ['a', 'b'] }],
    [Date, primitive('string')],
    [Profile, { kind: 'ref', name: 'Profile' }],
    [
      nullable([Profile]),
      { kind: 'optional', item: { kind: 'list', item: { kind: 'ref', name: 'Profile' } } },
    ],
  ])('%j', (declaration, shape) => {
    const catalog = new TypeCatalog();
    expect(catalog.describeOutput(declaration, site)).toEqual(shape);
    expect(catalog.problems).toEqual([]);
  });

  it.each<[declaration: unknown]>([['text'], [undefined], [5], [[]], [Map], [Promise], [enumOf()], [{}]])(
    '%s is refused with the place of the function',
    (declaration) => {
      const catalog = new TypeCatalog();
      catalog.describeOutput(declaration as TypeDeclaration, site);
      expect(catalog.problems).toHaveLength(1);
      expect(catalog.problems).toMatchObject([{ where: 'Functions.addOrder' }]);
    },
  );
});

function makeView(): DtoClass {
  class View {
    @Typed('integer') id!: number;
  }
  return View;
}

describe('structs', () => {
  it('print as the protocol has them', () => {
    const catalog = new TypeCatalog();
    const graph: Graph = {
      types: catalog.structs,
      channels: [],
      functions: [{ name: 'all', output: catalog.describeOutput([Order], site) }],
    };
    catalog.describeOutput(Profile, site);
    const both = {
      ...graph,
      functions: [...graph.functions, { name: 'some', output: catalog.describeOutput([Profile], site) }],
    };
    expect(emitKdl(buildIr(both))).toContain(
      [
        'type "Order" {',
        '    struct {',
        '        field "id" {',
        '            primitive "integer"',
        '        }',
        '        field "total" {',
        '            primitive "number"',
        '        }',
        '        field "state" required=#false default="open" {',
        '            enum "open" "paid"',
        '        }',
        '    }',
        '}',
        'type "Profile" {',
        '    struct {',
        '        field "user_id" {',
        '            primitive "integer"',
        '        }',
        '        field "name" {',
        '            primitive "string"',
        '        }',
        '        field "email" required=#false {',
        '            optional {',
        '                primitive "string"',
        '            }',
        '        }',
        '    }',
        '}',
      ].join('\n'),
    );
  });

  it('one class as input and as output is one struct', () => {
    const catalog = new TypeCatalog();
    class Envelope {
      @Typed('string') id!: string;
      @Typed(() => [Envelope]) inner!: Envelope[];
    }
    catalog.describeOutput(Envelope, site);
    const fields = catalog.describeInput({ kind: 'class', type: Envelope }, site);
    expect(catalog.problems).toEqual([]);
    expect(Object.keys(catalog.structs)).toEqual(['Envelope']);
    expect(catalog.structs['Envelope']?.fields).toEqual(fields);
  });

  it('two classes of one name are refused, even when they are alike', () => {
    const catalog = new TypeCatalog();
    catalog.describeOutput(makeView(), site);
    catalog.describeInput({ kind: 'none' }, { className: 'Others', methodName: 'none' });
    catalog.describeOutput([makeView()], { className: 'Others', methodName: 'list' });
    expect(catalog.problems).toEqual([
      {
        where: 'View',
        problem: 'two different types have this name, one in Functions.addOrder and one in Others.list',
        fix: 'Rename one of them; a schema is named by .meta({ id }).',
      },
    ]);
  });

  it('two types of one name inside others are refused with the functions that lead to them', () => {
    const [Inner, Twin] = [makeView(), makeView()];
    class Outer {
      @Typed(() => Inner) inner!: object;
      @Typed(() => Twin) twin!: object;
    }
    const catalog = new TypeCatalog();
    catalog.describeOutput(Outer, site);
    expect(catalog.problems).toMatchObject([
      {
        where: 'View',
        problem: 'two different types have this name, both in Functions.addOrder',
      },
    ]);
  });

  it('a class that is one type as an input and another as an output is refused', () => {
    class User {
      @Typed() name!: string;
      @Exclude({ toPlainOnly: true }) @Typed() password!: string;
    }
    class Users {
      @Typed([User]) users!: User[];
    }
    const catalog = new TypeCatalog();
    catalog.describeOutput(Users, site);
    catalog.describeInput({ kind: 'class', type: Users }, site);
    expect(catalog.problems).toMatchObject([
      { where: 'User', problem: expect.stringContaining('as an input') },
    ]);
  });

  it('a class without a name is refused', () => {
    const catalog = new TypeCatalog();
    // Not assigned to a variable of its own, which would name it.
    const [type] = [
      class {
        id = 5;
      },
    ] as const;
    Typed('integer')(type.prototype, 'id');
    catalog.describeOutput(type, site);
    expect(catalog.problems).toMatchObject([{ problem: 'a class without a name stands for it' }]);
  });

  it('an input that is a class is its fields, and names nothing', () => {
    const catalog = new TypeCatalog();
    expect(catalog.describeInput({ kind: 'class', type: Profile }, site)).toEqual([
      { name: 'user_id', shape: primitive('integer'), required: true },
      { name: 'name', shape: primitive('string'), required: true },
      { name: 'email', shape: { kind: 'optional', item: primitive('string') }, required: false },
    ]);
    expect(catalog.structs).toEqual({});
  });
});

describe('arguments', () => {
  it('are fields in the order of their positions, with defaults that the IR can say', () => {
    const catalog = new TypeCatalog();
    const fields = catalog.describeInput(
      {
        kind: 'args',
        args: [
          { name: 'team', index: 0, type: 'string', required: true },
          { name: 'limit', index: 1, type: 'integer', required: false, default: 10 },
          { name: 'user_id', index: 2, type: nullable('integer'), required: false, default: null },
          { name: 'note', index: 3, type: 'string', required: false, default: null },
        ],
      },
      site,
    );
    expect(fields).toEqual([
      { name: 'team', shape: primitive('string'), required: true },
      { name: 'limit', shape: primitive('integer'), required: false, default: 10 },
      { name: 'user_id', shape: { kind: 'optional', item: primitive('integer') }, required: false },
      { name: 'note', shape: { kind: 'optional', item: primitive('string') }, required: false },
    ]);
    expect(catalog.problems).toEqual([]);
  });

  it.each([
    ['limit', 'integer', 1.5, 'its default is not of its type'],
    ['state', enumOf('open'), 'paid', 'its default is not of its type'],
    ['__proto__', 'string', undefined, 'this name is not safe in JSON'],
    ['a b', 'string', undefined, 'this is no name of an argument'],
    ['', 'string', undefined, 'this is no name of an argument'],
    ['-a', 'string', undefined, 'this is no name of an argument'],
  ] as const)('argument %s of type %j with default %j is refused', (name, type, initial, problem) => {
    const catalog = new TypeCatalog();
    const rest = initial === undefined ? {} : { default: initial };
    catalog.describeInput({ kind: 'args', args: [{ name, index: 0, type, required: false, ...rest }] }, site);
    expect(catalog.problems).toMatchObject([{ where: `Functions.addOrder argument "${name}"`, problem }]);
  });
});
