import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Handshake } from './handshake.js';

/** What Node makes of a request with these lines. */
async function receive(lines: readonly string[]): Promise<IncomingMessage> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect(port, '127.0.0.1');
  client.write(`${['GET /ws?a=b HTTP/1.1', ...lines].join('\r\n')}\r\n\r\n`);
  const [request] = (await once(server, 'request')) as [IncomingMessage];
  client.destroy();
  server.close();
  return request;
}

/** All values of each name, in the order in which they came. */
function byName(rawHeaders: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    values.set(name, [...(values.get(name) ?? []), rawHeaders[index + 1] ?? '']);
  }
  return values;
}

const plain = [
  'Host: example.org',
  'X-Text: ünï',
  'Cookie: a=b; c=d',
  'X-Empty:',
  'constructor: x',
  'User-Agent: Test',
];

describe('a handshake', () => {
  it.each([
    ['each of which came once', plain],
    ['of which some came twice', [...plain, 'Cookie: e=f', 'X-Twice: 1', 'x-twice: 2', 'HOST: other.org']],
    ['that are a list', [...plain, 'Set-Cookie: a=b']],
    ['without a value', ['Host:']],
  ])('gives back headers %s as Node has read them', async (_title, lines) => {
    const request = await receive(lines);
    const handshake = Handshake.read(request);
    expect(handshake.readHeaders()).toEqual(request.headers);
    expect(byName(handshake.readRawHeaders())).toEqual(byName(request.rawHeaders));
    expect(handshake.url).toBe('/ws?a=b');
  });

  it('gives copies, so that what is done to one is gone with it', async () => {
    const handshake = Handshake.read(await receive(['Host: a', 'X-Twice: 1', 'X-Twice: 2']));
    handshake.readHeaders()['host'] = 'b';
    handshake.readRawHeaders()[1] = 'b';
    expect(handshake.readHeaders()['host']).toBe('a');
    expect(handshake.readRawHeaders()[1]).toBe('a');
  });

  it('has others in their place, which nobody takes for sent', async () => {
    const handshake = Handshake.read(await receive(['Host: a', 'Authorization: x'])).with({
      authorization: 'y',
    });
    expect(handshake.readHeaders()).toEqual({ host: 'a', authorization: 'y' });
    expect(handshake.readRawHeaders()).toEqual([]);
  });
});
