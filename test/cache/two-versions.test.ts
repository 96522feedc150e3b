import { randomUUID } from 'node:crypto';
import { Injectable, type Type } from '@nestjs/common';
import { Arg, defineContext, MizanClient } from '@mizan/nestjs';
import { redisStore } from '@mizan/nestjs/redis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { Gate } from '../../libs/nestjs/test-support/cached-app.js';
import { type StartedApp, startApp } from '../../libs/nestjs/test-support/start-app.js';
import { hasRedis, type RunningService, startRedis, titled } from '../services.js';

const found = hasRedis() || undefined;
const ListContext = defineContext('list');

/** What both versions of the app read and change. */
class Projects {
  readonly states = new Map<number, string>();
  readonly marked = new Gate();
  readonly commit = new Gate();
}

function versionsOf(projects: Projects): Readonly<Record<'old' | 'next', Type>> {
  class ListFunctions {
    @MizanClient({ context: ListContext, cache: { scope: 'public', ttl: 600 }, output: 'string' })
    list(@Arg('project_id', 'integer') project: number, @Arg('page', 'integer') page: number) {
      return `${project}/${page} ${projects.states.get(project) ?? 'open'}`;
    }
  }

  /** Its bundles are told apart by page. */
  @Injectable()
  class OldFunctions extends ListFunctions {
    @MizanClient({ affects: ListContext, output: 'boolean' })
    turnPage(@Arg('page', 'integer') page: number) {
      projects.states.set(1, `turned to ${page}`);
      return true;
    }
  }

  /** By project. */
  @Injectable()
  class NextFunctions extends ListFunctions {
    @MizanClient({ affects: ListContext, output: 'boolean' })
    archiveProject(@Arg('project_id', 'integer') project: number) {
      projects.states.set(project, 'archived');
      return true;
    }

    @MizanClient({ affects: ListContext, output: 'boolean' })
    async closeProject(@Arg('project_id', 'integer') project: number) {
      projects.marked.open();
      await projects.commit.opened;
      projects.states.set(project, 'closed');
      return true;
    }
  }
  return { old: OldFunctions, next: NextFunctions };
}

describe.skipIf(found === undefined)(titled('two versions of an app on one Redis', 'redis', found), () => {
  let redis: RunningService;
  let projects: Projects;
  let prefix: string;
  const apps: StartedApp[] = [];
  beforeAll(async () => {
    redis = await startRedis();
  });
  beforeEach(() => {
    projects = new Projects();
    prefix = `${randomUUID()}:`;
  });
  afterEach(async () => {
    projects.commit.open();
    for (const app of apps.splice(0)) await app.close();
  });
  afterAll(() => redis.stop());

  async function start(version: 'old' | 'next') {
    const store = redisStore({ url: redis.url, prefix, memoryTier: true });
    const app = await startApp(
      { providers: [versionsOf(projects)[version]] },
      // However busy the machine is, the store is asked.
      { mizan: { cache: { secret: 's'.repeat(32), store, budgetMs: 10_000 } } },
    );
    apps.push(app);
    return {
      async read(project: number) {
        const reply = await app.context('list', `?project_id=${project}&page=2`);
        const { list } = (await reply.json()) as { readonly list: { readonly result: string } };
        return { cache: reply.headers.get('X-Mizan-Cache'), list: list.result };
      },
      async call(fn: string, args: object) {
        expect((await app.call(fn, args)).status).toBe(200);
      },
    };
  }

  it('see in the old one what a mutation of the new one changed', async () => {
    const [old, next] = [await start('old'), await start('next')];
    await old.read(1);
    expect(await old.read(1)).toEqual({ cache: 'HIT', list: '1/2 open' });
    await next.call('archive_project', { project_id: 1 });
    expect(await old.read(1)).toEqual({ cache: 'MISS', list: '1/2 archived' });
    expect(await old.read(1)).toMatchObject({ cache: 'HIT' });
  });

  it('see in the new one what a mutation of the old one changed', async () => {
    const [old, next] = [await start('old'), await start('next')];
    await next.read(1);
    expect(await next.read(1)).toMatchObject({ cache: 'HIT' });
    await old.call('turn_page', { page: 2 });
    expect(await next.read(1)).toEqual({ cache: 'MISS', list: '1/2 turned to 2' });
  });

  it('see what was changed by a mutation of the other, which ran while they stored', async () => {
    const [old, next] = [await start('old'), await start('next')];
    const closing = next.call('close_project', { project_id: 1 });
    await projects.marked.opened;
    expect(await old.read(1)).toEqual({ cache: 'MISS', list: '1/2 open' });
    expect(await old.read(1)).toEqual({ cache: 'HIT', list: '1/2 open' });
    projects.commit.open();
    await closing;
    expect(await old.read(1)).toEqual({ cache: 'MISS', list: '1/2 closed' });
  });

  it('lose nothing that was stored when they are the same', async () => {
    const [one, another] = [await start('next'), await start('next')];
    await one.read(1);
    await one.read(2);
    await another.call('archive_project', { project_id: 1 });
    expect(await another.read(2)).toEqual({ cache: 'HIT', list: '2/2 open' });
    expect(await one.read(2)).toEqual({ cache: 'HIT', list: '2/2 open' });
    expect(await one.read(1)).toEqual({ cache: 'MISS', list: '1/2 archived' });
  });
});
