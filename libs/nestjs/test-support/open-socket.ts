import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';

/** A socket of a test. Frames are kept until they are asked for. */
export interface TestSocket {
  readonly raw: WebSocket;
  send(frame: unknown): void;
  /** Sends a text as it is. */
  sendRaw(data: string | Buffer): void;
  /** The next frame, whichever it is. @throws when the socket closes before */
  next(): Promise<unknown>;
  /** Sends a frame and waits for the next one. */
  ask(frame: unknown): Promise<unknown>;
  /** The code that it is closed with. */
  closed(): Promise<number>;
  close(): Promise<void>;
}

/** Opens a socket. @throws with the status when it is refused */
export async function openSocket(
  url: string,
  headers: Record<string, string> = {},
  options: ClientOptions = {},
): Promise<TestSocket> {
  const raw = new WebSocket(url.replace(/^http/, 'ws'), { ...options, headers });
  const received: unknown[] = [];
  const waiting: { resolve: (frame: unknown) => void; reject: (error: Error) => void }[] = [];
  raw.on('message', (data: Buffer) => {
    const frame: unknown = JSON.parse(data.toString());
    const first = waiting.shift();
    if (first === undefined) received.push(frame);
    else first.resolve(frame);
  });
  const closing = new Promise<number>((resolve) => {
    raw.once('close', (code) => {
      for (const { reject } of waiting) reject(new Error(`the socket closed with ${code}`));
      resolve(code);
    });
  });
  await new Promise<void>((resolve, reject) => {
    raw.once('open', resolve);
    raw.once('error', reject);
  });
  raw.on('error', () => undefined);
  const next = () =>
    received.length > 0
      ? Promise.resolve(received.shift())
      : new Promise<unknown>((resolve, reject) => waiting.push({ resolve, reject }));
  const send = (frame: unknown) => raw.send(JSON.stringify(frame));
  return {
    raw,
    send,
    sendRaw: (data) => raw.send(data),
    next,
    ask: (frame) => {
      send(frame);
      return next();
    },
    closed: () => closing,
    close: async () => {
      if (raw.readyState === WebSocket.CLOSED) return;
      raw.close();
      await once(raw, 'close');
    },
  };
}
