import { expect, it } from 'vitest';
import { DeskClient } from './desk-client.js';
import { startFreshDesk } from './start-desk.js';

it('answers anonymous callers of the global context, and nobody else of them', async () => {
  const { url } = await startFreshDesk();
  const nobody = new DeskClient(url);
  expect(await nobody.read('global/')).toEqual({ counts: { mine: 0, open: 0 }, current_user: null });
  expect(await nobody.read('demo/')).toMatchObject({
    demo_people: [{ role: 'customer' }, { role: 'agent' }, { role: 'admin' }],
  });
  expect(await nobody.read('tickets/')).toMatchObject({ code: 'UNAUTHORIZED' });
  expect(await nobody.read('ticket/?ticket_id=5')).toMatchObject({ code: 'UNAUTHORIZED' });
  expect(await nobody.call('sign_in', { person_id: 4 })).toMatchObject({
    status: 404,
    reply: { code: 'NOT_FOUND' },
  });
});

it('gives page, files and API on one port, none in the way of another', async () => {
  const { url } = await startFreshDesk();
  const browser = new DeskClient(url);
  const typeOf = async (path: string, accept: string) => {
    const { status, headers } = await browser.get(path, accept);
    return [status, headers.get('content-type')?.split(';')[0]];
  };
  const page = 'text/html,application/xhtml+xml';
  expect(await typeOf('/', page)).toEqual([200, 'text/html']);
  expect(await typeOf('/tickets/5+4', page)).toEqual([200, 'text/html']);
  expect(await typeOf('/icon.svg', 'image/*')).toEqual([200, 'image/svg+xml']);
  expect(await typeOf('/assets/missing.js', '*/*')).toEqual([404, 'application/json']);
  expect(await typeOf('/api/mizan/ctx/global/', page)).toEqual([200, 'application/json']);
  expect(await typeOf('/api/mizan/ctx/nothing/', page)).toEqual([404, 'application/json']);
  expect(await typeOf('/api/elsewhere', page)).toEqual([404, 'application/json']);
});

it('refuses a call that a page of another site may have made', async () => {
  const { url } = await startFreshDesk();
  const response = await fetch(`${url}/api/mizan/call/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://elsewhere.example' },
    body: JSON.stringify({ fn: 'sign_in', args: { person_id: 2 } }),
  });
  expect([response.status, await response.json()]).toEqual([
    403,
    expect.objectContaining({ code: 'FORBIDDEN' }),
  ]);
  expect(response.headers.getSetCookie()).toEqual([]);
});

it('makes a new session at sign-in, and ends it at sign-out', async () => {
  const { url } = await startFreshDesk();
  const person = new DeskClient(url);
  expect(await person.call('sign_in', { person_id: 1 })).toMatchObject({ status: 200 });
  const old = new DeskClient(url, person.cookie);
  expect(await old.read('global/')).toMatchObject({ current_user: { name: 'Nora Lind' } });

  expect(await person.call('sign_in', { person_id: 2 })).toMatchObject({
    status: 200,
    reply: { result: { name: 'Theo Brandt' } },
  });
  expect(await person.read('team/')).toMatchObject({
    team: [{ name: 'Mira Okafor' }, { name: 'Theo Brandt' }],
  });
  expect(await old.read('global/')).toMatchObject({ current_user: null });

  expect(await person.call('sign_out')).toMatchObject({ status: 200, reply: { result: { result: true } } });
  expect(await person.read('team/')).toMatchObject({ code: 'UNAUTHORIZED' });
});
