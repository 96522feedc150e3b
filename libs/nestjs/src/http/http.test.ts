import { Injectable, Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { IsInt, IsString } from 'class-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineContext, MizanClient, MizanModule } from '../index.js';

const TicketContext = defineContext('ticket');

class TicketKey {
  @IsInt() ticket_id!: number;
}

class TicketView {
  @IsInt() ticket_id!: number;
  @IsString() title!: string;
}

class Done {
  @IsInt() ticket_id!: number;
}

@Injectable()
class TicketFunctions {
  @MizanClient({ context: TicketContext, output: TicketView })
  ticket(input: TicketKey) {
    return { ticket_id: input.ticket_id, title: 'Printer', secret: 'x' };
  }

  @MizanClient({ affects: TicketContext, output: Done })
  async closeTicket(input: TicketKey) {
    return { ticket_id: input.ticket_id };
  }
}

@Module({ imports: [MizanModule.forRoot()], providers: [TicketFunctions] })
class App {}

describe.each(['express', 'fastify'])('the thin slice on %s', (adapter) => {
  let app: INestApplication;
  let base: string;
  beforeAll(async () => {
    app =
      adapter === 'express'
        ? await NestFactory.create(App, { logger: ['error', 'warn'] })
        : await NestFactory.create(App, new FastifyAdapter(), { logger: ['error', 'warn'] });
    await app.listen(0, '127.0.0.1');
    base = `${await app.getUrl()}/api/mizan`;
  });
  afterAll(() => app.close());

  it('calls a mutation and says what it made stale', async () => {
    const response = await fetch(`${base}/call/`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ fn: 'close_ticket', args: { ticket_id: 7 } }),
    });
    expect(await response.text()).toBe(
      '{"result":{"ticket_id":7},"invalidate":[{"context":"ticket","params":{"ticket_id":7}}]}',
    );
    expect(response.status).toBe(200);
    expect(response.headers.get('X-Mizan-Invalidate')).toBe('ticket;ticket_id=7');
    expect(response.headers.get('Cache-Control')).toBe('no-store');
  });

  it('reads a context as a bundle', async () => {
    const response = await fetch(`${base}/ctx/ticket?ticket_id=7`);
    expect(await response.text()).toBe('{"ticket":{"ticket_id":7,"title":"Printer"}}');
    expect(response.status).toBe(200);
  });

  it('answers a broken body in the envelope', async () => {
    const response = await fetch(`${base}/call/`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: true, code: 'BAD_REQUEST' });
  });
});
