import type { ErrorReply } from '@mizan/protocol';
import type { FrameId } from './client-frame.js';

/** The frame that answers a call. @param data JSON text */
export function writeAnswer(id: FrameId, data: string): string {
  return `{"id":${JSON.stringify(id)},"ok":true,"data":${data}}`;
}

/** The frame that says why a call failed. */
export function writeFailure(id: FrameId, { code, message, details }: ErrorReply): string {
  const error = { code, message, ...(details !== undefined && { details }) };
  return `{"id":${JSON.stringify(id)},"ok":false,"error":${JSON.stringify(error)}}`;
}

/** The frame for what went wrong without a call. */
export function writeError(message: string): string {
  return JSON.stringify({ error: message });
}
