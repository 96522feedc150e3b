import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasPostgres, type RunningService, startPostgres, titled } from '../services.js';
import { DeskClient } from './desk-client.js';
import { startDesk } from './start-desk.js';

const found = hasPostgres();

describe.skipIf(!found)(
  titled('the desk on Postgres', 'postgres', found || undefined),
  { timeout: 60_000 },
  () => {
    let postgres: RunningService;

    beforeAll(async () => {
      postgres = await startPostgres();
    }, 60_000);

    afterAll(() => postgres?.stop());

    it('does all that it does on a file, and keeps it over a restart', async () => {
      const desk = await startDesk({ DATABASE_URL: postgres.url });
      try {
        const mira = new DeskClient(desk.url);
        await mira.call('sign_in', { person_id: 3 });
        expect(await mira.read('global/')).toMatchObject({ counts: { open: 5, mine: 1 } });

        const opened = await mira.call('new_ticket.submit', {
          title: 'Printer on fire',
          text: 'Since this morning.',
        });
        expect(opened.reply).toMatchObject({
          result: { data: { id: 8, status: 'open', assignee: null } },
        });
        await mira.call('assign_ticket', { ticket_id: 8, person_id: 2 });
        await mira.call('rename_ticket', { ticket_id: 8, title: 'Printer smokes' });
        const texts = Array.from({ length: 10 }, (_, index) => `number ${index}`);
        const comments = await Promise.all(
          texts.map((text) => mira.call('add_comment', { ticket_id: 8, text })),
        );
        expect(comments.map(({ reply }) => reply)).toEqual(
          texts.map((text) => expect.objectContaining({ result: expect.objectContaining({ text }) })),
        );
        const closing = await Promise.all([1, 2].map(() => mira.call('close_ticket', { ticket_id: 8 })));
        expect(new Set(closing.map(({ status }) => status))).toEqual(new Set([200, 409]));

        const before = await mira.read('ticket/?ticket_id=8');
        expect(before).toMatchObject({
          ticket: { title: 'Printer smokes', status: 'closed', assignee: { name: 'Theo Brandt' } },
          comments: [
            { text: 'Since this morning.' },
            ...texts.map(() => ({ author: { name: 'Mira Okafor' } })),
          ],
        });
        await desk.restart();
        expect(await mira.read('ticket/?ticket_id=8')).toEqual(before);
        expect(await mira.read('tickets/?status=closed')).toMatchObject({
          tickets: [{ id: 8 }, { id: 2 }, { id: 1 }],
        });
      } finally {
        await desk.stop();
      }
    });
  },
);
