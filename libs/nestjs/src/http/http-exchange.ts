import type { Readable } from 'node:stream';
import type { CsrfRequest } from '../csrf/index.js';
import type { Exchange } from '../dispatch/exchange.js';

/** What both adapters' requests have. */
export interface HttpRequest extends CsrfRequest {
  readonly method: string;
  readonly url: string;
  /** The parsed body, when there is one. */
  readonly body?: unknown;
}

/** A response as it will be sent: its body is JSON text. */
export interface HttpReply {
  readonly status: number;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What lets an edge store it, for everybody: sent only when the response holds nothing of one caller. */
  readonly shared?: Readonly<Record<string, string>> | undefined;
}

/** A request of an HTTP adapter, and the way to answer it. */
export interface HttpExchange extends Exchange {
  readonly request: HttpRequest;
  /** What is on the connection, where no parser of the app has a use for it. */
  readonly bodyStream: Readable | undefined;
  /** Whether the connection ends with the answer. */
  readonly isLast: boolean;
  /** Answers, unless somebody has already or the client is gone. */
  send(reply: HttpReply): void;
  /** Nothing to wait for, but where somebody else answers and has not ended. */
  answered(): Promise<void> | undefined;
}

/** The part of Node's response that tells of its end. */
export interface EndingResponse {
  /** Undefined where requests share a connection, as in HTTP/2. */
  readonly shouldKeepAlive: boolean | undefined;
  readonly writableEnded: boolean;
  /** Undefined in HTTP/2, where the stream tells. */
  readonly destroyed: boolean | undefined;
  readonly stream?: { readonly destroyed: boolean } | undefined;
  readonly req?: { readonly socket: Connection | null | undefined };
  once(event: 'close', listener: () => void): unknown;
}

interface Connection {
  readonly destroyed: boolean;
  once(event: 'close', listener: () => void): unknown;
  off(event: 'close', listener: () => void): unknown;
}

/** Whether the client went away, or the connection. */
export function isGone(response: EndingResponse): boolean {
  const { destroyed, stream } = response;
  return (destroyed ?? stream?.destroyed ?? false) || connectionOf(response)?.destroyed === true;
}

function connectionOf({ stream, req }: EndingResponse): Connection | undefined {
  return stream === undefined ? (req?.socket ?? undefined) : undefined;
}

/** Resolves when nothing more is written. */
export function untilEnded(response: EndingResponse): Promise<void> | undefined {
  if (response.writableEnded || isGone(response)) return undefined;
  return new Promise((resolve) => {
    const connection = connectionOf(response);
    const end = (): void => {
      connection?.off('close', end);
      resolve();
    };
    response.once('close', end);
    // One that waits behind another on its connection does not tell when that is closed.
    connection?.once('close', end);
  });
}

/** On every response of ours (PROTOCOL 2). */
export const commonHeaders = {
  'Content-Type': 'application/json; charset=utf-8',
  'Cache-Control': 'no-store',
} as const;
