import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** One address for several processes. */
export interface Balancer {
  /** Without a slash at the end. */
  readonly url: string;
  /** How many sockets go to a process now. */
  socketsTo(index: number): number;
  /** Refuses sockets, until what it returns is called. */
  holdSockets(): () => void;
  stop(): Promise<void>;
}

/** Requests take turns, so that none may rely on where the last one went. A socket goes where its cookie says. */
const wish = /(?:^|; *)process=(\d+)/;

const unavailable = 'HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/** The cookie by which a page wishes for a process: its sockets go there as long as it lives. */
export function wishFor(index: number, url: string) {
  return { name: 'process', value: String(index), url };
}

/**
 * Gives requests and sockets to the processes that take them, and passes over those that are gone.
 *
 * @param processes their addresses, without a slash at the end
 */
export async function startBalancer(processes: readonly string[]): Promise<Balancer> {
  const counts = processes.map(() => 0);
  const open = new Set<Socket>();
  let turn = 0;
  let isHeld = false;
  const orderFrom = (first: number) => processes.map((_, step) => (first + step) % processes.length);

  const server = createServer((incoming, outgoing) => {
    turn += 1;
    const urls = orderFrom(turn).flatMap((index) => processes[index] ?? []);
    forward(incoming, outgoing, urls).catch(() => outgoing.destroy());
  });
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  /** The first that can be reached, from the one that the cookie wishes for on. */
  async function choose({ headers }: IncomingMessage): Promise<Socket | undefined> {
    const wished = Number(wish.exec(headers.cookie ?? '')?.[1] ?? 0);
    for (const index of isHeld ? [] : orderFrom(wished)) {
      const far = await reach(processes[index] ?? '').catch(() => undefined);
      if (far === undefined) continue;
      counts[index] = (counts[index] ?? 0) + 1;
      far.once('close', () => (counts[index] = (counts[index] ?? 0) - 1));
      return far;
    }
    return undefined;
  }

  server.on('upgrade', (incoming: IncomingMessage, near: Socket, head: Buffer) => {
    near.on('error', () => near.destroy());
    void choose(incoming).then((far) =>
      far === undefined ? near.end(unavailable) : join(near, far, `${writeHead(incoming)}\r\n`, head),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    socketsTo: (index) => counts[index] ?? 0,
    holdSockets: () => {
      isHeld = true;
      return () => (isHeld = false);
    },
    stop: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A process that took the request and died of it is an error: it may have done what was asked. */
async function forward(incoming: IncomingMessage, outgoing: ServerResponse, urls: readonly string[]) {
  const body = await buffer(incoming);
  for (const url of urls) {
    try {
      const answer = await send(incoming, url, body);
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(outgoing);
      answer.once('error', () => outgoing.destroy());
      return;
    } catch (error) {
      if (!isRefused(error)) break;
    }
  }
  outgoing.writeHead(502).end();
}

async function send({ method, url: path, headers }: IncomingMessage, url: string, body: Buffer) {
  const outgoing = request(`${url}${path}`, { method, headers, agent: false });
  outgoing.end(body);
  const [answer]: IncomingMessage[] = await once(outgoing, 'response');
  if (answer === undefined) throw new Error('there was no answer');
  return answer;
}

async function reach(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  return socket;
}

/** Each ends with the other, however that one ended. */
function join(near: Socket, far: Socket, opening: string, head: Buffer): void {
  far.on('error', () => far.destroy());
  near.once('close', () => far.destroy());
  far.once('close', () => near.destroy());
  far.write(opening);
  far.write(head);
  near.pipe(far).pipe(near);
}

function writeHead({ method, url, httpVersion, rawHeaders }: IncomingMessage): string {
  const lines = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? `${name}: ${rawHeaders[at + 1]}\r\n` : []));
  return `${method} ${url} HTTP/${httpVersion}\r\n${lines.join('')}`;
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
}
