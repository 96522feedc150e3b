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
