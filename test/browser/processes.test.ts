import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { titled } from '../services.js';
import { DeskClient } from './desk-client.js';
import { DeskSocket } from './desk-socket.js';
import { type DeskCluster, missingForCluster, startCluster } from './start-cluster.js';

const missing = missingForCluster();

/** In milliseconds, of a busy machine. */
const soon = { timeout: 10_000 };

async function signInAs(url: string, id: number): Promise<DeskClient> {
  const client = new DeskClient(url);
  await client.call('sign_in', { person_id: id });
  return client;
}

describe.skipIf(missing !== undefined)(
  titled('the desk on two processes', missing ?? 'postgres', missing === undefined || undefined),
  { timeout: 60_000 },
  () => {
    let cluster: DeskCluster;

    beforeAll(async () => {
      cluster = await startCluster();
    }, 60_000);

    afterAll(() => cluster?.stop());

    it('knows on each who signed in on any, and shows on each what was changed on any', async () => {
      const [first, second] = [cluster.process(0).url, cluster.process(1).url];
      const theo = await signInAs(first, 2);
      const there = new DeskClient(second, theo.cookie);
      const path = 'ticket/?ticket_id=5';
      expect(await there.read(path)).toMatchObject({ ticket: { status: 'open' } });
      await theo.call('close_ticket', { ticket_id: 5 });
      expect(await there.read(path)).toMatchObject({ ticket: { status: 'closed' } });
      await there.call('reopen_ticket', { ticket_id: 5 });
      expect(await theo.read(path)).toMatchObject({ ticket: { status: 'open' } });

      await there.call('sign_out');
      expect(await theo.read(path)).toMatchObject({ code: 'UNAUTHORIZED' });
    });

    it('tells those who listen on each, as far as they may see the ticket, and ends it at sign-out', async () => {
      const [first, second] = [cluster.process(0).url, cluster.process(1).url];
      const nora = await signInAs(first, 1);
      const theo = await signInAs(second, 2);
      const key = { ticket_id: 5 };
      const [hers, his, nobodys] = [
        await DeskSocket.open(first, nora.cookie),
        await DeskSocket.open(second, theo.cookie),
        await DeskSocket.open(second),
      ];
      const place = { channel: 'presence', params: key };
      for (const socket of [his, nobodys]) socket.send({ action: 'subscribe', ...place });
      await expect.poll(() => his.frames, soon).toContainEqual({ subscribed: true, ...place });
      hers.send({ action: 'subscribe', channel: 'presence', params: { ticket_id: 4 } });
      hers.send({ action: 'subscribe', ...place });
      hers.send({ action: 'message', ...place, data: { doing: 'typing' } });
      const news = (doing: string) => ({
        ...place,
        type: 'ServerMessage',
        data: { person: { id: 1, name: 'Nora Lind', role: 'customer', portrait: null }, doing },
      });
      await expect.poll(() => his.frames, soon).toContainEqual(news('typing'));
      expect(his.frames).toContainEqual(news('joined'));
      expect(hers.frames).toContainEqual({ error: 'There is no ticket 4.', channel: 'presence' });
      await expect
        .poll(() => nobodys.frames, soon)
        .toEqual([{ error: 'You may not do this.', channel: 'presence' }]);

      const closed = hers.closed();
      // Through the other process.
      await new DeskClient(second, nora.cookie).call('sign_out');
      expect(await closed).toBe(4401);
      await expect.poll(() => his.frames, soon).toContainEqual(news('left'));
      await expect(DeskSocket.open(first, theo.cookie, 'https://elsewhere.example')).rejects.toThrow('403');
    });

    it('goes on when one of them is killed', async () => {
      const theo = await signInAs(cluster.url, 2);
      await cluster.process(0).kill();
      for (const status of ['open', 'closed', 'open', 'closed']) {
        const reply = await theo.read(`tickets/?status=${status}`);
        expect(reply).toMatchObject({
          tickets: expect.arrayContaining([expect.objectContaining({ status })]),
        });
      }
      expect(await theo.call('close_ticket', { ticket_id: 4 })).toMatchObject({ status: 200 });
    });
  },
);
