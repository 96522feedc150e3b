import { Injectable } from '@nestjs/common';
import { MizanForm } from '@mizan/nestjs';
import { redisStore } from '@mizan/nestjs/redis';
import { MinLength } from 'class-validator';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { Gate } from '../../libs/nestjs/test-support/cached-app.js';
import { type StartedApp, startApp } from '../../libs/nestjs/test-support/start-app.js';
import { hasRedis, type RunningService, startRedis, titled } from '../services.js';

class Payment {
  @MinLength(2) to!: string;
}

/** What all processes of the app share. */
const desk: { paid: string[]; gate: Gate | undefined } = { paid: [], gate: undefined };

@Injectable()
class Payments {
  @MizanForm({ name: 'pay', output: 'integer' })
  async pay({ to }: Payment): Promise<number> {
    desk.paid.push(to);
    await desk.gate?.opened;
    return desk.paid.length;
  }
}

const found = hasRedis() || undefined;

describe.skipIf(found === undefined)(
  titled('submissions to two processes on one Redis', 'redis', found),
  () => {
    let redis: RunningService;
    let apps: readonly StartedApp[] = [];

    beforeAll(async () => {
      redis = await startRedis();
      const start = () => {
        const cache = { secret: 's'.repeat(32), store: redisStore({ url: redis.url }) };
        return startApp({ providers: [Payments] }, { mizan: { cache } });
      };
      apps = await Promise.all([start(), start()]);
    });
    afterAll(async () => {
      await Promise.all(apps.map((app) => app.close()));
      await redis.stop();
    });

    async function pay(process: number, to: string, key: string) {
      const response = await apps[process]?.call('pay.submit', { to }, { 'Idempotency-Key': key });
      return { status: response?.status, body: (await response?.json()) as unknown };
    }

    it('happen once, whichever process they come to', async () => {
      const first = await pay(0, 'ada', 'one');
      expect(first).toEqual({ status: 200, body: { result: { success: true, data: 1 } } });
      expect(await pay(1, 'ada', 'one')).toEqual(first);
      expect((await pay(1, 'sam', 'one')).status).toBe(422);
      expect(desk.paid).toEqual(['ada']);
    });

    it('wait for the same one in the other process', async () => {
      desk.paid = [];
      desk.gate = new Gate();
      const first = pay(0, 'ada', 'two');
      await vi.waitFor(() => expect(desk.paid).toEqual(['ada']));
      const second = pay(1, 'ada', 'two');
      desk.gate.open();
      expect(await second).toEqual(await first);
      expect(desk.paid).toEqual(['ada']);
    });

    it('are refused while nobody can tell whether they have happened', async () => {
      desk.paid = [];
      await redis.stop();
      const { status, body } = await pay(0, 'ada', 'three');
      expect([status, body]).toEqual([503, expect.objectContaining({ code: 'SERVICE_UNAVAILABLE' })]);
      expect(desk.paid).toEqual([]);
      const unmarked = await apps[0]?.call('pay.submit', { to: 'ada' });
      expect(unmarked?.status).toBe(200);
    });
  },
);
