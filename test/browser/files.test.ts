import { describe, expect, it } from 'vitest';
import { hasPostgres, startPostgres, titled } from '../services.js';
import { DeskClient } from './desk-client.js';
import { startDesk, startFreshDesk } from './start-desk.js';

const ticket = { title: 'Lamp flickers', area: 'order', text: 'Since this morning.', urgency: 'week' };

// The smallest picture there is.
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const fileOf = (content: string | Buffer, name: string, type: string): File =>
  new File([typeof content === 'string' ? content : new Uint8Array(content)], name, { type });

async function signInAs(url: string, id: number): Promise<DeskClient> {
  const client = new DeskClient(url);
  await client.call('sign_in', { person_id: id });
  return client;
}

/** What a form says of one field. */
const faultOf = (field: string, code: string) => ({
  result: {
    success: false,
    errors: { errors: [{ field, errors: [expect.objectContaining({ code })] }] },
  },
});

/** Opens a ticket with two files, and looks at them from everywhere. */
async function sendAndDownload(url: string, otherUrl = url): Promise<void> {
  const nora = await signInAs(url, 1);
  const page = '<script>alert(1)</script>';
  const attachments = [
    fileOf(page, 'not a page “1”.html', 'text/html'),
    fileOf(pixel, 'lamp.png', 'image/png'),
  ];
  const sent = await nora.send('new_ticket.submit', { ...ticket, attachments });
  expect(sent).toMatchObject({ status: 200, reply: { result: { success: true, data: { id: 8 } } } });
  expect(await nora.read('ticket/?ticket_id=8')).toMatchObject({
    attachments: [
      { id: 1, name: 'not a page “1”.html', size: page.length },
      { id: 2, name: 'lamp.png', size: pixel.length },
    ],
  });

  const download = await new DeskClient(otherUrl, nora.cookie).get('/api/attachments/1', 'text/html');
  expect([download.status, await download.text()]).toEqual([200, page]);
  expect(Object.fromEntries(download.headers)).toMatchObject({
    'content-disposition': expect.stringMatching(
      /^attachment; filename=.*; filename\*=UTF-8''not%20a%20page/,
    ),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, no-cache',
  });
  const picture = await nora.get('/api/attachments/2');
  expect(Buffer.from(await picture.arrayBuffer())).toEqual(pixel);
}

describe('files of the desk', { timeout: 60_000 }, () => {
  it('come with a ticket, and are downloads for whoever sees it', async () => {
    const { url } = await startFreshDesk();
    await sendAndDownload(url);
    const theo = await signInAs(url, 2);
    expect((await theo.get('/api/attachments/2')).status).toBe(200);
    const opened = await theo.send('new_ticket.submit', { ...ticket, attachments: fileOf('x', 'a.txt', '') });
    expect(opened).toMatchObject({ status: 200, reply: { result: { success: true } } });
    const nora = await signInAs(url, 1);
    expect((await nora.get('/api/attachments/3')).status).toBe(404);
    expect((await nora.get('/api/attachments/99')).status).toBe(404);
    expect((await new DeskClient(url).get('/api/attachments/1')).status).toBe(401);
  });

  it('are refused where they are too large, too many, or no picture, and nothing is kept', async () => {
    const { url } = await startFreshDesk();
    const nora = await signInAs(url, 1);
    const large = fileOf(Buffer.alloc(5 * 2 ** 20 + 1), 'large.bin', '');
    const refused = async (fn: string, fields: Parameters<DeskClient['send']>[1]) => {
      const { status, reply } = await nora.send(fn, fields);
      expect(status).toBe(200);
      return reply;
    };
    const four = Array.from({ length: 4 }, (_, index) => fileOf('x', `${index}.txt`, 'text/plain'));
    expect(await refused('new_ticket.submit', { ...ticket, attachments: four })).toEqual(
      faultOf('attachments', 'max_length'),
    );
    expect(await refused('new_ticket.submit', { ...ticket, attachments: large })).toMatchObject(
      faultOf('attachments', 'invalid'),
    );
    const picture = fileOf('<svg xmlns="http://www.w3.org/2000/svg"/>', 'face.png', 'image/png');
    expect(await refused('edit_profile.submit', { name: 'Nora', picture })).toEqual(
      faultOf('picture', 'invalid'),
    );
    expect(await nora.read('tickets/')).toMatchObject({ tickets: [{ id: 7 }, { id: 5 }, { id: 2 }] });
    expect(await nora.read('global/')).toMatchObject({ current_user: { name: 'Nora Lind', portrait: null } });
  });

  it('show people', async () => {
    const { url } = await startFreshDesk();
    const nora = await signInAs(url, 1);
    for (const version of [1, 2]) {
      const picture = fileOf(pixel, 'face.png', 'image/png');
      const portrait = `/api/portraits/1?v=${version}`;
      expect(await nora.send('edit_profile.submit', { name: 'Nora Lind', picture })).toMatchObject({
        reply: { result: { data: { portrait } } },
      });
      expect(await nora.read('global/')).toMatchObject({ current_user: { portrait } });
      const shown = await new DeskClient(url).get(portrait);
      expect(Buffer.from(await shown.arrayBuffer())).toEqual(pixel);
      expect(Object.fromEntries(shown.headers)).toMatchObject({
        'content-type': 'image/png',
        'x-content-type-options': 'nosniff',
        'cache-control': 'public, max-age=31536000, immutable',
      });
    }
    expect((await nora.get('/api/portraits/2')).status).toBe(404);
  });
});

const found = hasPostgres();

describe.skipIf(!found)(
  titled('files of the desk on Postgres', 'postgres', found || undefined),
  { timeout: 60_000 },
  () => {
    it('are downloads of either of two processes', async () => {
      const postgres = await startPostgres();
      const env = { DATABASE_URL: postgres.url };
      const desks = [await startDesk(env), await startDesk(env)] as const;
      try {
        await sendAndDownload(desks[0].url, desks[1].url);
      } finally {
        await Promise.all(desks.map((desk) => desk.stop()));
        await postgres.stop();
      }
    });
  },
);
