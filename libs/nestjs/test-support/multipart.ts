import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { once } from 'node:events';
import { connect } from 'node:net';

/** The path of calls. */
export const callPath = '/api/mizan/call/';

export const boundary = 'b0undary';

/** The type of bodies that are put together by hand. */
export const multipartType = `multipart/form-data; boundary=${boundary}`;

/** A body as a page sends it: the name of the function first. Of a list, each item is one of the same name. */
export function formOf(
  fn: string,
  fields: Readonly<Record<string, string | Blob | readonly (string | Blob)[]>> = {},
): FormData {
  const form = new FormData();
  form.append('fn', fn);
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : [value]) form.append(name, one);
  }
  return form;
}

/** A field; it is there when something follows. */
export function textPart(name: string, text: string): string {
  return `\r\n--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}`;
}

/** What comes before the content of a file. */
export function fileHead(name: string, fileName = 'a.bin', type = 'application/octet-stream'): string {
  return `\r\n--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${fileName}"\r\nContent-Type: ${type}\r\n\r\n`;
}

export const end = `\r\n--${boundary}--\r\n`;

export interface Answer {
  readonly status: number | undefined;
  readonly body: unknown;
}

/** A call that is sent bit by bit. */
export interface SlowCall {
  readonly request: ClientRequest;
  /** Resolves when the bytes are on their way. */
  write(bytes: string | Buffer): Promise<void>;
  end(bytes?: string | Buffer): void;
  /** What is answered, be it before the end. */
  readonly answer: Promise<Answer>;
}

export function openCall(origin: string, headers: Record<string, string> = {}): SlowCall {
  const request = httpRequest(`${origin}${callPath}`, {
    method: 'POST',
    headers: { 'Content-Type': multipartType, ...headers },
  });
  const answer = readAnswer(request);
  answer.catch(() => undefined);
  request.setMaxListeners(0);
  return {
    request,
    answer,
    write: async (bytes) => {
      // Node's client waits for no more bytes to go once it has an answer.
      if (!request.write(bytes)) await Promise.race([once(request, 'drain'), answer]);
    },
    end: (bytes) => void request.end(bytes),
  };
}

/** Sends a whole body, and only then looks at the answer. */
export async function sendFirst(
  origin: string,
  body: readonly (string | Buffer)[],
  headers = '',
): Promise<string> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.pause();
  const length = body.reduce((sum, bytes) => sum + Buffer.byteLength(bytes), 0);
  socket.write(
    `POST ${callPath} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: ${multipartType}\r\nContent-Length: ${length}\r\n${headers}\r\n`,
  );
  for (const bytes of body) if (!socket.write(bytes)) await once(socket, 'drain');
  const [chunk] = (await once(socket.resume(), 'data')) as [Buffer];
  socket.destroy();
  return chunk.toString();
}

async function readAnswer(request: ClientRequest): Promise<Answer> {
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode, body: JSON.parse(text) };
}
