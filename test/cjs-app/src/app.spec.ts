import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';

import { AppModule } from './app.module';

describe('Mizan in a CommonJS app on Nest 11', () => {
  let app: INestApplication;
  let base: string;

  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [AppModule] }).compile();
    app = module.createNestApplication();
    await app.listen(0, '127.0.0.1');
    base = `${await app.getUrl()}/api/mizan`;
  });

  afterAll(() => app.close());

  const call = (fn: string, args: object) =>
    fetch(`${base}/call/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ fn, args }),
    });

  it('runs on Nest 11', () => {
    expect(require('@nestjs/core/package.json').version).toMatch(/^11\./);
  });

  it('serves a context', async () => {
    const response = await fetch(`${base}/ctx/ticket/?ticket_id=7`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ ticket: { id: 7, title: 'Printer on fire' } });
  });

  it('runs a mutation and says what it made stale', async () => {
    const response = await call('rename_ticket', { ticket_id: 7, title: 'Printer is wet' });
    expect(await response.json()).toEqual({
      result: { id: 7, title: 'Printer is wet (1)' },
      invalidate: [{ context: 'ticket', params: { ticket_id: 7 } }],
    });
  });

  it('refuses a bad input with the fields at fault', async () => {
    const response = await call('rename_ticket', { ticket_id: 'seven', title: 'x' });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { fields: { ticket_id: [expect.any(String)] } },
    });
  });

  it('answers what its own classes throw', async () => {
    const response = await fetch(`${base}/ctx/ticket/?ticket_id=8`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'NOT_FOUND', message: 'No such ticket' });
  });

  it('takes files, and knows what they are', async () => {
    const body = new FormData();
    body.append('fn', 'attach_file');
    body.append('ticket_id', '7');
    body.append('file', new File(['It is on fire'], 'printer.txt', { type: 'text/plain' }));
    const response = await fetch(`${base}/call/`, { method: 'POST', body });
    expect(await response.json()).toEqual({ result: { result: 'printer.txt text/plain 13' } });
  });
});
