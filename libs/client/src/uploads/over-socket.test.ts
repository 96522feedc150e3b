import { expect, it } from 'vitest';
import { SocketDesk } from '../fixture/socket-desk.js';
import { socketRename } from '../fixture/socket-refs.js';
import { multipart } from './multipart.js';

it('a websocket function that takes files, or is called under a key, goes over HTTP: frames have neither', async () => {
  const desk = await SocketDesk.start();
  const mizan = desk.open();
  await mizan.call({ ...socketRename, body: multipart }, { id: 7, title: 'one' });
  await mizan.call(socketRename, { id: 7, title: 'two' }, { idempotencyKey: 'k1' });
  await mizan.call(socketRename, { id: 7, title: 'three' }, { onProgress: () => undefined });
  expect(desk.runs.map(({ way }) => way)).toEqual(['http', 'http', 'socket']);
});
