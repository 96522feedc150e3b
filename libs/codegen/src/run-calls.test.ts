import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

import { createMizan, type Mizan } from '@mizan/client';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { deskIr } from './fixture/desk-ir.js';
import { generatedFolder } from './fixture/generated-folder.js';

/** Uses the generated client as its users do. */
const use = `
import type { Mizan } from '@mizan/client';
import { callCloseTicket, callPing, type Comment, fetchGlobalContext, fetchTicketContext } from './index.js';

const textsOf = (comments: readonly Comment[]): readonly string[] =>
  comments.flatMap(({ text, replies }) => [text, ...textsOf(replies)]);

export async function use(mizan: Mizan) {
  const ping = await callPing(mizan);
  const closed = await callCloseTicket(mizan, { ticket_id: 7, reason: undefined });
  const { ticket, history } = await fetchTicketContext(mizan, { ticket_id: 7, limit: 2 });
  const { unread_count } = await fetchGlobalContext(mizan);
  return {
    ping: ping.result,
    closed,
    subject: ticket.subject,
    texts: textsOf(ticket.comments),
    last: history.result.at(-1),
    unread: unread_count.result,
  };
}
`;

const reply = { text: 'Where?', replies: [{ text: 'In the kitchen', replies: [] }] };
const comments = [
  { text: 'Help!', replies: [reply] },
  { text: 'Still burning', replies: [] },
];

const answers: Readonly<Record<string, unknown>> = {
  'POST /api/mizan/call/ {"fn":"ping"}': { result: { result: true } },
  'POST /api/mizan/call/ {"fn":"close_ticket","args":{"ticket_id":7}}': { result: null },
  'GET /api/mizan/ctx/ticket/?ticket_id=7&limit=2 ': {
    history: { result: ['opened', 'assigned'] },
    ticket: { id: 7, subject: 'Fire', state: 'open', assignee: null, comments },
  },
  'GET /api/mizan/ctx/global/ ': { unread_count: { result: 3 } },
};

const asked: string[] = [];
const server = createServer((request, response) => void answer(request, response));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const question = `${request.method} ${request.url} ${body}`;
  asked.push(question);
  response.writeHead(question in answers ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answers[question] ?? { error: true, code: 'NOT_FOUND', message: question }));
}

beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise<void>((resolve) => void server.close(() => resolve())));

it('calls functions and reads contexts of a server', async () => {
  const folder = generatedFolder(deskIr, { 'use.ts': use });
  // What the module exports is written above.
  const { use: run } = (await import(path.join(folder, 'use.ts'))) as {
    use: (mizan: Mizan) => Promise<unknown>;
  };
  // Listening on a port, so the address is no path.
  const { port } = server.address() as AddressInfo;
  await expect(run(createMizan({ baseUrl: `http://127.0.0.1:${port}/api/mizan` }))).resolves.toEqual({
    ping: true,
    closed: null,
    subject: 'Fire',
    texts: ['Help!', 'Where?', 'In the kitchen', 'Still burning'],
    last: 'assigned',
    unread: 3,
  });
  expect(asked.filter((question) => !question.includes('/session/'))).toEqual(Object.keys(answers));
});
