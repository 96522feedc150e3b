import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { chromiumPath, hasPostgres, startPostgres, startVarnish, titled, varnishPath } from './services.js';

const found = hasPostgres() || undefined;

/** PostgreSQL answers its protocol's question "may we speak TLS?" with one letter. */
async function askForTls(url: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const question = Buffer.alloc(8);
  question.writeInt32BE(8, 0);
  question.writeInt32BE(80_877_103, 4);
  socket.write(question);
  const [answer] = await once(socket, 'data');
  socket.destroy();
  return String(answer);
}

describe.skipIf(found === undefined)(titled('startPostgres', 'postgres', found), () => {
  it('starts a server of its own that is gone after stop', async () => {
    const postgres = await startPostgres();
    const answer = await askForTls(postgres.url);
    await postgres.stop();

    expect(answer).toBe('N');
    await expect(askForTls(postgres.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

const varnish = varnishPath();
describe.skipIf(varnish === undefined)(titled('startVarnish', 'varnish', varnish), () => {
  it('starts a cache of its own that is gone after stop', async () => {
    const running = await startVarnish(
      'vcl 4.1; backend default none; sub vcl_recv { return (synth(218)); }',
    );
    const { status } = await fetch(running.url);
    await running.stop();

    expect(status).toBe(218);
    await expect(fetch(running.url)).rejects.toThrow('fetch failed');
  });

  it('says what is wrong with a configuration', async () => {
    await expect(startVarnish('vcl 4.1; sub vcl_recv { nonsense; }')).rejects.toThrow('nonsense');
  });
});

describe('a service that is not installed', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('is nothing to find, and the title of what is skipped says so', () => {
    vi.stubEnv('PATH', '').stubEnv('CI', '');
    expect(chromiumPath()).toBeUndefined();
    expect(titled('the page', 'chromium', undefined)).toBe('the page (skipped: chromium is not installed)');
  });

  it('fails the run under CI, where nobody would notice a skip', () => {
    vi.stubEnv('PATH', '').stubEnv('CI', 'true');
    expect(() => chromiumPath()).toThrow('chromium is not installed');
  });
});
