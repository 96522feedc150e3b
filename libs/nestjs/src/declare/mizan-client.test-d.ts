import { z } from 'zod';
import { Arg, defineContext, functionOf, MizanClient, nullable } from '../index.js';

// What the compiler must accept and refuse. Each `@ts-expect-error` is a test: it fails when there is no error.

const TicketContext = defineContext('ticket');

class View {
  id!: number;
  at!: Date;
  note?: string;
}

class Entity {
  id!: number;
  at!: Date;
  note!: string;
  secret!: string;
}

const schema = z.object({ id: z.number(), tag: z.string().default('x') });
const at = new Date(0);
const entity: Entity = { id: 1, at, note: '', secret: '' };
const maybe: Entity | null = Math.random() > 0.5 ? entity : null;

export class Accepted {
  @MizanClient({ output: View }) wider() {
    return entity;
  }
  @MizanClient({ output: View }) async promised() {
    return { id: 1, at, extra: 1 };
  }
  @MizanClient({ output: [View] }) async list() {
    return [entity];
  }
  @MizanClient({ output: nullable(View) }) async nullable() {
    return maybe;
  }
  @MizanClient({ output: nullable([View]) }) nullableList(): View[] | null {
    return null;
  }
  @MizanClient({ output: 'integer' }) primitive() {
    return 5;
  }
  @MizanClient({ output: ['string'] }) texts() {
    return ['a'];
  }
  @MizanClient({ output: schema }) schema() {
    return { id: 1 };
  }
  @MizanClient() undeclared(): View {
    return entity;
  }
  @MizanClient({ affects: TicketContext }) context(): View {
    return entity;
  }
  @MizanClient({ affects: ['ticket', TicketContext, functionOf(() => Accepted, 'wider')], output: View })
  list2() {
    return entity;
  }
  @MizanClient({ affects: () => Accepted.prototype.free, output: View }) byPrototype() {
    return entity;
  }
  @MizanClient({ context: TicketContext, output: View, rev: 1, cache: 60, name: 'x', description: 'y' })
  full(@Arg('id', 'integer', { default: 1 }) _id: number, @Arg('q') _query: string) {
    return entity;
  }
  @MizanClient({ context: TicketContext, output: View }) free(this: void) {
    return entity;
  }
}

export class Refused {
  // @ts-expect-error a text is no View
  @MizanClient({ output: View }) text() {
    return 'x';
  }
  // @ts-expect-error null is not declared
  @MizanClient({ output: View }) async undeclaredNull() {
    return maybe;
  }
  // @ts-expect-error a member is missing
  @MizanClient({ output: View }) missing() {
    return { id: 1 };
  }
  // @ts-expect-error a text is no integer
  @MizanClient({ output: 'integer' }) number() {
    return 'x';
  }
  // @ts-expect-error one is no list
  @MizanClient({ output: [View] }) one() {
    return entity;
  }
  // @ts-expect-error not what the schema takes
  @MizanClient({ output: schema }) schema() {
    return { id: 'x' };
  }
  // @ts-expect-error no such word
  @MizanClient({ output: 'int' }) word() {
    return 1;
  }
  // @ts-expect-error no such method
  @MizanClient({ affects: functionOf(() => Accepted, 'nope'), output: View }) noMethod() {
    return entity;
  }
  // @ts-expect-error no such method on the prototype
  @MizanClient({ affects: () => Accepted.prototype.nope, output: View }) noMember() {
    return entity;
  }
  // @ts-expect-error no such option
  @MizanClient({ affect: TicketContext, output: View }) noOption() {
    return entity;
  }
  // @ts-expect-error a reader that affects
  @MizanClient({ context: TicketContext, affects: 'other', output: View }) readerAffects() {
    return entity;
  }
  // @ts-expect-error a reader that merges
  @MizanClient({ context: TicketContext, merge: 'other', output: View }) readerMerges() {
    return entity;
  }
  // @ts-expect-error no such auth word
  @MizanClient({ auth: 'admin', output: View }) auth() {
    return entity;
  }
  // @ts-expect-error decorators are for methods
  @MizanClient({ output: View }) property = entity;
}
