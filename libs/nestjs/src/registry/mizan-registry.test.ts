import { Injectable } from '@nestjs/common';
import { DiscoveryService, ModulesContainer, NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import { IsInt, IsOptional, IsString } from 'class-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type StartedApp, startApp } from '../../test-support/start-app.js';
import { exploreFunctions } from '../discover/explore-functions.js';
import {
  Arg,
  Auth,
  defineContext,
  functionOf,
  GlobalContext,
  MizanClient,
  MizanModule,
  MizanRegistry,
  nullable,
} from '../index.js';

const TicketContext = defineContext('ticket');

class TicketKey {
  @IsInt() ticket_id!: number;
}
class Ticket {
  @IsInt() ticket_id!: number;
  @IsString() title!: string;
  @IsOptional() @IsString() note?: string;
}

let constructed = 0;

@Injectable()
class TicketFunctions {
  constructor() {
    constructed += 1;
  }
  @MizanClient({ context: TicketContext, output: Ticket, rev: 2, cache: 60, description: 'One ticket.' })
  ticket(input: TicketKey): Ticket {
    return { ticket_id: input.ticket_id, title: 'Printer' };
  }
  @MizanClient({ context: 'ticket', output: ['string'] })
  comments(
    @Arg('ticket_id', 'integer') _id: number,
    @Arg('limit', 'integer', { default: 10 }) limit: number,
  ) {
    return [String(limit)];
  }
  @MizanClient({ context: GlobalContext, output: 'integer', cache: false })
  openCount() {
    return 3;
  }
  @MizanClient({ affects: functionOf(() => TicketFunctions, 'comments'), output: 'boolean' })
  comment(
    @Arg('ticket_id', 'integer') _id: number,
    @Arg('limit', 'integer', { optional: true }) _limit?: number,
  ) {
    return true;
  }
  @MizanClient({
    merge: TicketContext,
    affects: [GlobalContext, 'global'],
    auth: 'staff',
    output: nullable(Ticket),
  })
  rename(@Arg('ticket_id', 'integer') _id: number): Ticket | null {
    return null;
  }
  @MizanClient({
    name: 'close.it',
    input: z.object({ ticket_id: z.int() }),
    affects: TicketContext,
    output: 'boolean',
  })
  close(_input: { ticket_id: number }) {
    return true;
  }
  @MizanClient({ private: true, auth: () => true, output: 'json' })
  hidden(): unknown {
    return {};
  }
}

@Auth('superuser')
@Injectable()
class AdminFunctions {
  @MizanClient({ output: 'boolean' }) ofClass() {
    return true;
  }
}

@Module({ imports: [MizanModule.forRoot()], providers: [TicketFunctions, AdminFunctions] })
class App {}

describe('the registry', () => {
  let app: StartedApp;
  beforeAll(async () => {
    app = await startApp({ providers: [TicketFunctions, AdminFunctions] });
  });
  afterAll(() => app.close());

  it('has the graph of what was declared, in declared order', () => {
    const { functions } = app.app.get(MizanRegistry).graph;
    expect(functions.map(({ input: _input, output: _output, ...facts }) => facts)).toEqual([
      { name: 'ticket', context: 'ticket', rev: 2, cache: 60, description: 'One ticket.' },
      { name: 'comments', context: 'ticket' },
      { name: 'open_count', context: 'global', cache: false },
      { name: 'comment', affects: [{ context: 'ticket', function: 'comments' }] },
      {
        name: 'rename',
        merge: ['ticket'],
        affects: [{ context: 'global' }, { context: 'global' }],
        auth: 'staff',
      },
      { name: 'close.it', affects: [{ context: 'ticket' }] },
      { name: 'hidden', private: true, auth: 'predicate' },
      { name: 'of_class', auth: 'superuser' },
    ]);
  });

  it('has inputs as they are declared: DTO, arguments, schema, nothing', () => {
    const { functions } = app.app.get(MizanRegistry).graph;
    const integer = { kind: 'primitive', name: 'integer' };
    const inputs = Object.fromEntries(functions.map(({ name, input }) => [name, input]));
    expect(inputs['ticket']).toEqual([{ name: 'ticket_id', shape: integer, required: true }]);
    expect(inputs['comments']).toEqual([
      { name: 'ticket_id', shape: integer, required: true },
      { name: 'limit', shape: integer, required: false, default: 10 },
    ]);
    expect(inputs['comment']?.[1]).toEqual({ name: 'limit', shape: integer, required: false });
    expect(inputs['close.it']).toEqual([{ name: 'ticket_id', shape: integer, required: true }]);
    expect(inputs['open_count']).toBeUndefined();
  });

  it('scopes a target that is one function by that function alone', async () => {
    const response = await app.call('comment', { ticket_id: 7, limit: 5 });
    expect(await response.json()).toEqual({
      result: { result: true },
      invalidate: [{ context: 'ticket', function: 'comments', params: { ticket_id: 7, limit: 5 } }],
    });
    expect(response.headers.get('X-Mizan-Invalidate')).toBe('ticket;limit=5;ticket_id=7');
  });

  it('fills arguments that are left out', async () => {
    expect(await (await app.context('ticket', '?ticket_id=7')).json()).toEqual({
      comments: { result: ['10'] },
      ticket: { ticket_id: 7, title: 'Printer' },
    });
  });

  it('can be filled in preview mode, where no provider is made', async () => {
    constructed = 0;
    const preview = await NestFactory.createApplicationContext(App, { preview: true, logger: false });
    const registry = new MizanRegistry();
    registry.load(exploreFunctions(new DiscoveryService(preview.get(ModulesContainer))));
    expect(registry.graph).toEqual(app.app.get(MizanRegistry).graph);
    expect(constructed).toBe(0);
    await preview.close();
  });
});
