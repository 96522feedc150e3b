import type { ErrorReply } from '@mizan/protocol';
import { writeFailure } from '../ws/write-frame.js';

/** A message of the server. @param params @param data JSON texts */
export function writeChannelMessage(channel: string, params: string, data: string): string {
  return `{"channel":${JSON.stringify(channel)},"params":${params},"type":"ServerMessage","data":${data}}`;
}

/** Somebody listens now, or no more. @param params JSON text */
export function writeMembership(
  kind: 'subscribed' | 'unsubscribed',
  channel: string,
  params: string,
): string {
  return `{"${kind}":true,"channel":${JSON.stringify(channel)},"params":${params}}`;
}

/** What went wrong, and where. @param params JSON text */
export function writeChannelError(error: string, channel?: string, params?: string): string {
  const place = channel === undefined ? '' : `,"channel":${JSON.stringify(channel)}`;
  return `{"error":${JSON.stringify(error)}${place}${params === undefined ? '' : `,"params":${params}`}}`;
}

/** What went wrong with a frame: by the id that it came with, as a call fails, else in a text that says all. */
export function writeChannelFailure(
  failure: ErrorReply,
  { id, channel }: { readonly id: string | number | undefined; readonly channel?: string },
): string {
  if (id !== undefined) return writeFailure(id, failure);
  const { code, message, details } = failure;
  const fields = code === 'VALIDATION_ERROR' ? details?.['fields'] : undefined;
  const lines = Object.entries(fields ?? {}).map(([path, messages]) => `${path} ${String(messages)}`);
  const text = lines.length === 0 ? message : `${message.replace(/\.$/, '')}: ${lines.join('; ')}`;
  return writeChannelError(text, channel);
}
