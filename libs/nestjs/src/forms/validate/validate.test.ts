import { Injectable } from '@nestjs/common';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  Equals,
  IsBoolean,
  IsDate,
  IsEmail,
  IsHexadecimal,
  IsIn,
  IsInt,
  IsNegative,
  IsNotEmpty,
  IsNumber,
  IsOptional,
  IsPositive,
  IsString,
  Length,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FormsApp, startForms } from '../../../test-support/start-forms.js';
import { enumOf, Field, FormCheck, FormInvalid, MizanForm, nullable, Typed } from '../../index.js';

const trim = ({ value }: { readonly value: string }): string => value.trim();

const shout = ({ value }: { readonly value: readonly string[] }): readonly string[] =>
  value.map((mark) => mark.toUpperCase());

class Address {
  @Length(2, 10) street!: string;
  @Field({ label: 'Postal code' }) @MinLength(3) zip!: string;
}

class Line {
  @MaxLength(8) sku!: string;
  @IsInt() @Min(1) qty!: number;
}

class Order {
  @Field({ label: 'Your name' })
  @Transform(trim)
  @MinLength(2)
  @MaxLength(5)
  name!: string;

  @IsEmail() @MaxLength(12) email!: string;
  @IsInt() @Min(1) @Max(9) count = 1;
  @IsOptional() @IsNumber() price?: number;
  @IsOptional() @IsDate() day?: Date;
  @IsBoolean() gift!: boolean;
  @Equals(true) terms!: boolean;
  @Typed(enumOf('slow', 'fast')) speed: 'slow' | 'fast' = 'slow';
  @IsOptional() @IsIn([1, 2]) floor?: number;
  @IsOptional() @IsString({ each: true }) @MinLength(2, { each: true }) tags?: string[];
  @IsOptional() @Typed([enumOf('red', 'blue')]) colours?: ('red' | 'blue')[];
  @Typed(nullable('string')) note: string | null = 'none';
  @Transform(trim) @Typed(nullable('string')) remark: string | null = null;
  @IsOptional() @ValidateNested() address?: Address;
  @ValidateNested({ each: true }) @Type(() => Line) @ArrayMinSize(1) @ArrayMaxSize(2) lines: Line[] = [];
  @IsBoolean() isCompany!: boolean;
  @ValidateIf(({ isCompany }: Order) => isCompany) @ValidateNested() billing?: Address;
  @IsOptional() @IsHexadecimal() colour?: string;
  @ValidateIf(({ gift }: Order) => gift) @IsNotEmpty() greeting!: string;
  @IsOptional() @IsPositive() above?: number;
  @IsOptional() @IsNegative() below?: number;
  @IsOptional() @Transform(shout) @IsString({ each: true }) marks?: string[];
  @IsOptional() @Transform(({ value }) => Math.abs(value)) @IsInt() steps?: number;
}

class Long {
  @ValidateNested({ each: true }) @Type(() => Line) rows!: Line[];
  @IsOptional() @IsInt() last?: number;
}

@Injectable()
class Orders {
  readonly seen: unknown[] = [];
  readonly checked: unknown[] = [];

  @MizanForm('order')
  place(order: Order): void {
    this.seen.push(order);
  }

  @FormCheck('order')
  isPossible({ name, count }: Partial<Order>): void {
    this.checked.push({ name, count });
    if (name === 'all') throw new FormInvalid(null, 'odd', 'This is odd');
    if (name === 'email') throw new FormInvalid('email', 'taken', 'This is taken');
  }

  @MizanForm('long')
  send(_long: Long): void {}

  @FormCheck('long')
  never(): void {
    throw new FormInvalid(null, 'never', 'Never');
  }
}

const valid = { name: 'Ada', email: 'a@b.example', terms: 'on', lines: [{ sku: 'A', qty: 1 }] };

describe('checking a form', () => {
  let app: FormsApp;
  beforeAll(async () => void (app = await startForms({ providers: [Orders] })));
  afterAll(() => app.close());

  const wrong = (data: object, only?: readonly string[]) =>
    app.validate('order', { ...valid, ...data }, only);
  const codes = async (data: object) =>
    Object.fromEntries(Object.entries(await wrong(data)).map(([field, [code]]) => [field, code]));

  /** What the method gets for valid data. */
  async function submitted(data: object): Promise<Order> {
    const { seen } = app.app.get(Orders);
    expect(await app.ask('order.submit', { ...valid, ...data })).toEqual({ success: true, data: null });
    const order = seen.pop();
    expect(order).toBeInstanceOf(Order);
    return order as Order;
  }

  it('finds nothing wrong with what is right', async () => {
    expect(await wrong({})).toEqual({});
  });

  it('says in declared order what has to be filled in', async () => {
    const found = await app.validate('order', {});
    expect(Object.entries(found)).toEqual([
      ['name', ['required', 'This field is required.']],
      ['email', ['required', 'This field is required.']],
      ['terms', ['required', 'This field is required.']],
      ['lines', ['min_length', 'Choose at least 1.']],
    ]);
  });

  it.each(['', null, undefined])('takes %j for not filled in', async (nothing) => {
    expect(await codes({ name: nothing })).toEqual({ name: 'required' });
    expect(await submitted({ count: nothing, price: nothing, speed: nothing })).toMatchObject({
      count: 1,
      speed: 'slow',
    });
  });

  it('converts texts by declared type, and values of JSON too', async () => {
    const order = await submitted({
      name: 12345,
      count: ' 3 ',
      price: '1.50',
      day: '2026-02-03',
      gift: 'no',
      floor: '2',
      tags: ['ab', 34, ''],
      colours: 'red',
    });
    expect(order).toMatchObject({ name: '12345', count: 3, price: 1.5, gift: false, floor: 2 });
    expect(order.day).toEqual(new Date('2026-02-03'));
    expect(order).toMatchObject({ tags: ['ab', '34'], colours: ['red'] });
  });

  it.each([
    { data: { count: '3.5' }, found: { count: ['invalid', 'Enter a whole number.'] } },
    { data: { count: true }, found: { count: ['invalid', 'Enter a whole number.'] } },
    { data: { price: 'cheap' }, found: { price: ['invalid', 'Enter a number.'] } },
    { data: { day: '2026-02-30' }, found: { day: ['invalid', 'Enter a valid date.'] } },
    { data: { gift: 'perhaps' }, found: { gift: ['invalid', 'Say yes or no.'] } },
    { data: { speed: 'fly' }, found: { speed: ['invalid_choice', 'Choose one of the options.'] } },
    { data: { floor: 3 }, found: { floor: ['invalid_choice', 'Choose one of the options.'] } },
    { data: { colours: ['red', 'x'] }, found: { colours: ['invalid_choice', 'Choose one of the options.'] } },
    { data: { name: {} }, found: { name: ['invalid', 'Enter a valid value.'] } },
    { data: { lines: 'x' }, found: { lines: ['invalid', 'Send a list.'] } },
    { data: { address: 'x' }, found: { address: ['invalid', 'Send an object.'] } },
  ])('says what cannot be converted: $data', async ({ data, found }) => {
    expect(await wrong(data)).toEqual(found);
  });

  it.each([
    { data: { name: 'x' }, found: { name: ['min_length', 'Use at least 2 characters.'] } },
    { data: { name: 'too long' }, found: { name: ['max_length', 'Use at most 5 characters.'] } },
    { data: { email: 'x' }, found: { email: ['invalid', 'Enter a valid email address.'] } },
    { data: { count: 0 }, found: { count: ['min_value', 'Enter 1 or more.'] } },
    { data: { count: '10' }, found: { count: ['max_value', 'Enter 9 or less.'] } },
    { data: { above: 0 }, found: { above: ['min_value', 'Enter a number above 0.'] } },
    { data: { below: 0 }, found: { below: ['max_value', 'Enter a number below 0.'] } },
    { data: { tags: ['ab', 'c'] }, found: { tags: ['min_length', 'Use at least 2 characters.'] } },
    {
      data: { lines: [1, 2, 3].map((qty) => ({ sku: 'A', qty })) },
      found: { lines: ['max_length', 'Choose at most 2.'] },
    },
    { data: { colour: 'red' }, found: { colour: ['invalid', 'Colour must be a hexadecimal number'] } },
  ])('says which constraint does not hold: $data', async ({ data, found }) => {
    expect(await wrong(data)).toEqual(found);
  });

  it('tells one error a field, that of the constraint that stands first', async () => {
    expect(await codes({ email: 'far too long to be an address' })).toEqual({ email: 'invalid' });
    expect(await codes({ email: 'long.name@b.example' })).toEqual({ email: 'max_length' });
  });

  it('takes a box that is not checked for no, but where it has to be checked', async () => {
    expect(await submitted({ gift: undefined })).toMatchObject({ gift: false });
    expect(await codes({ terms: undefined })).toEqual({ terms: 'required' });
    expect(await codes({ terms: false })).toEqual({ terms: 'required' });
  });

  it('empties what may be null, and keeps what was there where nothing is sent', async () => {
    expect(await submitted({ note: '' })).toMatchObject({ note: null });
    expect(await submitted({})).toMatchObject({ note: 'none' });
  });

  it('looks at the other fields where a constraint is conditional', async () => {
    expect(await codes({ gift: true })).toEqual({ greeting: 'required' });
    expect(await codes({ gift: true, greeting: 'Hello' })).toEqual({});
  });

  it('empties what a transform leaves nothing of', async () => {
    expect(await submitted({ remark: '   ' })).toMatchObject({ remark: null });
    expect(await submitted({ remark: ' x ' })).toMatchObject({ remark: 'x' });
  });

  it('shows what is left of a text after its transform', async () => {
    expect(await submitted({ name: '  Ada  ' })).toMatchObject({ name: 'Ada' });
    expect(await codes({ name: '     ' })).toEqual({ name: 'required' });
  });

  it('shows a transform what is converted: texts are all that a browser sends', async () => {
    expect(await submitted({ marks: 'x', steps: '-3' })).toMatchObject({ marks: ['X'], steps: 3 });
    expect(await submitted({ marks: ['x', 'y'], steps: -3 })).toMatchObject({ marks: ['X', 'Y'], steps: 3 });
  });

  it('looks into objects and lists, and says where in them', async () => {
    expect(await wrong({ address: { street: 'x' } })).toEqual({
      'address.street': ['min_length', 'Use at least 2 characters.'],
      'address.zip': ['required', 'This field is required.'],
    });
    expect(await codes({ lines: [{ sku: 'A', qty: 1 }, { qty: 'x' }] })).toEqual({
      'lines.1.sku': 'required',
      'lines.1.qty': 'invalid',
    });
    expect(await codes({ lines: [{ sku: 'A', qty: 1 }, 5] })).toEqual({ 'lines.1': 'invalid' });
  });

  it('leaves out an object that need not be there when nothing of it is filled in', async () => {
    expect((await submitted({ address: { street: '', zip: '' } })).address).toBeUndefined();
    expect((await submitted({ address: { street: 'High', zip: '123' } })).address).toBeInstanceOf(Address);
  });

  it('takes flat names for what is in objects and lists, as browsers send them', async () => {
    const order = await submitted({
      'address.street': 'High',
      'address.zip': '123',
      lines: undefined,
      'lines.10.sku': 'B',
      'lines.10.qty': '2',
      'lines.9.sku': 'A',
      'lines.9.qty': '1',
      'tags.0': 'ab',
    });
    expect(order.address).toEqual({ street: 'High', zip: '123' });
    expect(order.lines).toEqual([
      { sku: 'A', qty: 1 },
      { sku: 'B', qty: 2 },
    ]);
    expect(order.lines[0]).toBeInstanceOf(Line);
    expect(order.tags).toEqual(['ab']);
  });

  it('does not look through a list that is too long', async () => {
    const lines = ['toolongsku', 'B', 'C'].map((sku) => ({ sku, qty: 1 }));
    expect(await codes({ lines })).toEqual({ lines: 'max_length' });
    expect(await codes({ lines: Array.from({ length: 3000 }, () => ({})) })).toEqual({ lines: 'max_length' });
  });

  it('names a hundred fields at most, the first of the form, and what is of none', async () => {
    const found = await app.validate('long', { rows: Array.from({ length: 3000 }, () => ({})) });
    expect(Object.keys(found)).toEqual([
      ...Array.from({ length: 50 }, (_row, index) => [`rows.${index}.sku`, `rows.${index}.qty`]).flat(),
      '__all__',
    ]);
  });

  it('tells of an item that is none where it stands', async () => {
    const found = await app.validate('long', { rows: [{ sku: 'A', qty: 1 }, 5], last: 'x' });
    expect(Object.keys(found)).toEqual(['rows.1', 'last', '__all__']);
  });

  it('does not look into an object whose condition says no', async () => {
    const billing = { street: 'x' };
    expect(await codes({ billing, isCompany: 'yes' })).toEqual({
      'billing.street': 'min_length',
      'billing.zip': 'required',
    });
    expect(await codes({ billing, isCompany: 'no' })).toEqual({});
    expect(await codes({ isCompany: 'yes' })).toEqual({});
  });

  it('ignores what is no field, and names that every object has', async () => {
    const order = await submitted({ extra: 1, ['__proto__']: { polluted: true }, constructor: 'x' });
    expect(order).not.toHaveProperty('extra');
    expect(order).not.toHaveProperty('polluted');
    expect(order.constructor).toBe(Order);
  });

  it('looks at the form as a whole, also when fields are wrong: they are not told then', async () => {
    const { checked } = app.app.get(Orders);
    checked.length = 0;
    expect(await wrong({ name: 'all' })).toEqual({ __all__: ['odd', 'This is odd'] });
    expect(await codes({ name: 'all', count: 0, email: 'x' })).toEqual({
      email: 'invalid',
      count: 'min_value',
      __all__: 'odd',
    });
    expect(checked).toEqual([
      { name: 'all', count: 1 },
      { name: 'all', count: undefined },
    ]);
  });

  it('lets a whole-form check name a field, whose own error comes first', async () => {
    expect(await wrong({ name: 'email' })).toEqual({ email: ['taken', 'This is taken'] });
    expect(await codes({ name: 'email', email: 'x' })).toEqual({ email: 'invalid' });
  });

  it('looks at some fields only, and then not at the whole', async () => {
    const { checked } = app.app.get(Orders);
    checked.length = 0;
    expect(await wrong({ name: 'all', count: 0, address: { street: 'x' } }, ['count', 'address'])).toEqual({
      count: ['min_value', 'Enter 1 or more.'],
      'address.street': ['min_length', 'Use at least 2 characters.'],
      'address.zip': ['required', 'This field is required.'],
    });
    expect(await wrong({ address: { street: 'x' } }, ['address.zip'])).toEqual({
      'address.zip': ['required', 'This field is required.'],
    });
    expect(await wrong({ name: '' }, [])).toEqual({});
    expect(checked).toEqual([]);
  });

  it.each([
    { args: { data: 'x' }, field: 'data' },
    { args: { data: [] }, field: 'data' },
    { args: { data: {}, only: 'name' }, field: 'only' },
    { args: { data: {}, only: [1] }, field: 'only' },
  ])('refuses $args', async ({ args, field }) => {
    const response = await app.call('order.validate', args);
    const { code, details } = (await response.json()) as { code: unknown; details: unknown };
    expect([response.status, code]).toEqual([422, 'VALIDATION_ERROR']);
    expect(details).toEqual({ fields: { [field]: [expect.any(String)] } });
  });
});
