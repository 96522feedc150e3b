import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import type { MizanFile } from '../uploads/index.js';
import { enumOf, nullable, Typed, Upload, uploadOf, type ValueOf } from './index.js';

enum State {
  Open = 'open',
  Paid = 'paid',
}

class View {
  id!: number;
  at!: Date;
}

class Entity extends View {
  secret!: string;
}

const nullableView = nullable(View);
const nullableList = nullable([View]);
const listOfNullable = [nullable('string')] as const;
const letters = enumOf('a', 'b');
const states = enumOf(State);
const schema = z.object({ id: z.number(), tag: z.string().default('x') });

expectTypeOf<ValueOf<'integer'>>().toEqualTypeOf<number>();
expectTypeOf<ValueOf<'json'>>().toEqualTypeOf<unknown>();
expectTypeOf<ValueOf<typeof View>>().toEqualTypeOf<View>();
expectTypeOf<ValueOf<DateConstructor>>().toEqualTypeOf<Date>();
expectTypeOf<ValueOf<readonly [typeof View]>>().toEqualTypeOf<readonly View[]>();
expectTypeOf<ValueOf<readonly [readonly ['number']]>>().toEqualTypeOf<readonly (readonly number[])[]>();
expectTypeOf<ValueOf<typeof nullableView>>().toEqualTypeOf<View | null>();
expectTypeOf<ValueOf<typeof nullableList>>().toEqualTypeOf<readonly View[] | null>();
expectTypeOf<ValueOf<typeof listOfNullable>>().toEqualTypeOf<readonly (string | null)[]>();
expectTypeOf<ValueOf<typeof letters>>().toEqualTypeOf<'a' | 'b'>();
expectTypeOf<ValueOf<typeof states>>().toEqualTypeOf<State | 'open' | 'paid'>();
// What goes into the schema: the method may leave out what has a default.
expectTypeOf<ValueOf<typeof schema>>().toEqualTypeOf<{ id: number; tag?: string | undefined }>();

// An entity with more fields is a view; a view is no entity.
expectTypeOf<Entity>().toExtend<ValueOf<typeof View>>();
expectTypeOf<ValueOf<typeof View>>().not.toExtend<Entity>();

// `@Typed` fits the properties that hold what it says.
const integer = Typed('integer');
expectTypeOf(integer).toBeCallableWith({ id: 5 }, 'id');
expectTypeOf<Parameters<typeof integer<'id'>>>().toEqualTypeOf<
  [{ readonly id?: number | undefined }, 'id']
>();
expectTypeOf<{ id: string }>().not.toExtend<Parameters<typeof integer<'id'>>[0]>();
expectTypeOf<{ id: number | null }>().not.toExtend<Parameters<typeof integer<'id'>>[0]>();
expectTypeOf<Parameters<ReturnType<typeof Typed>>[0]>().toExtend<object>();

const views = Typed(() => [View]);
expectTypeOf<{ views: View[] }>().toExtend<Parameters<typeof views<'views'>>[0]>();
expectTypeOf<{ views: View }>().not.toExtend<Parameters<typeof views<'views'>>[0]>();

const photo = uploadOf({ maxSize: '5MB' });
const pages = uploadOf({ count: 3 });
expectTypeOf<ValueOf<typeof MizanFile>>().toEqualTypeOf<MizanFile>();
expectTypeOf<ValueOf<typeof photo>>().toEqualTypeOf<MizanFile>();
expectTypeOf<ValueOf<typeof pages>>().toEqualTypeOf<readonly MizanFile[]>();

// `@Upload` fits files and lists of them.
const upload = Upload({ maxSize: '5MB' });
type Uploaded = Parameters<typeof upload<'file'>>[0];
expectTypeOf<{ file: MizanFile }>().toExtend<Uploaded>();
expectTypeOf<{ file?: MizanFile }>().toExtend<Uploaded>();
expectTypeOf<{ file: MizanFile[] | null }>().toExtend<Uploaded>();
expectTypeOf<{ file: string }>().not.toExtend<Uploaded>();
expectTypeOf<{ file: Buffer }>().not.toExtend<Uploaded>();

// All decorators below compile; that is the test.
export class Fitting {
  @Typed() anything!: string;
  @Typed('integer') id!: number;
  @Typed('json') open!: { a: 1 };
  @Typed(nullable('string')) email!: string | null;
  @Typed([View]) views!: View[];
  @Typed(() => [Fitting]) readonly inner!: readonly Fitting[];
  @Typed(enumOf('a', 'b')) letter!: 'a' | 'b';
  @Typed(enumOf(State)) state!: State;
  @Typed(Date) at!: Date;
  @Typed(schema) tagged!: { id: number };
  @Typed('string', { description: 'How it is called' }) name?: string | undefined;
}
