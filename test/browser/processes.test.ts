import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { titled } from '../services.js';
import { DeskClient } from './desk-client.js';
import { type DeskCluster, missingForCluster, startCluster } from './start-cluster.js';

const missing = missingForCluster();

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
      const theo = new DeskClient(first);
      await theo.call('sign_in', { person_id: 2 });
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

    it('goes on when one of them is killed', async () => {
      const theo = new DeskClient(cluster.url);
      await theo.call('sign_in', { person_id: 2 });
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
