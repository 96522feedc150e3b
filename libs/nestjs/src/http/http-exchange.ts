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
  /** Answers, unless somebody has already or the client is gone. */
  send(reply: HttpReply): void;
}

/** On every response of ours (PROTOCOL 2). */
export const commonHeaders = {
  'Content-Type': 'application/json; charset=utf-8',
  'Cache-Control': 'no-store',
} as const;
