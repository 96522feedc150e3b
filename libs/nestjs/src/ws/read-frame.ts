import type { ChannelFrame } from '../channels/index.js';
import { isRecord } from '../input/is-record.js';
import { parseJson } from '../input/parse-json.js';
import { readChange } from '../invalidation/read-change.js';
import type { LiveEntry } from '../live/index.js';
import type { BadFrame, ClientFrame, FrameId } from './client-frame.js';

/** Longer ids would be echoed for nothing. */
const maxIdLength = 128;

/** So many times as many entries as can be watched may be named: each that is refused is told by itself. */
const maxSurplus = 10;

type Members = Readonly<Record<string, unknown>>;

const readers: Readonly<Record<string, (frame: Members, maxWatches: number) => ClientFrame>> = {
  rpc: readRpc,
  ctx: readCtx,
  watch: readWatch,
  subscribe: (frame) => readPlace(frame, 'subscribe'),
  unsubscribe: (frame) => readPlace(frame, 'unsubscribe'),
  message: (frame) => readPlace(frame, 'message'),
};

/**
 * Decodes a frame of a client (PROTOCOL 11). Never throws: what makes no sense is a {@link BadFrame}.
 *
 * @param maxWatches of one socket
 */
export function readFrame(text: string, maxWatches: number): ClientFrame {
  const frame = parse(text);
  if (frame === undefined) return bad('Send one JSON object a frame');
  const { action } = frame;
  const read = typeof action === 'string' && Object.hasOwn(readers, action) ? readers[action] : undefined;
  if (read !== undefined) return read(frame, maxWatches);
  return bad(`"action" is one of ${Object.keys(readers).join(', ')}`, readId(frame));
}

/** The id of a frame that is refused unread, so that whoever waits for its answer gets one. */
export function peekId(text: string): FrameId | undefined {
  const frame = parse(text);
  return frame === undefined ? undefined : readId(frame);
}

function readRpc(frame: Members): ClientFrame {
  const id = readId(frame);
  const { fn, args, change } = frame;
  if (id === undefined) return bad(noId);
  if (typeof fn !== 'string' || fn === '') return bad('"fn" is missing: it is the name of the function', id);
  if (!isObjectOrNothing(args)) return bad('"args" must be an object of named arguments', id);
  return { kind: 'rpc', id, fn, args, change: readChange(change) };
}

function readCtx(frame: Members): ClientFrame {
  const id = readId(frame);
  if (id === undefined) return bad(noId);
  const entry = readEntry(frame);
  return typeof entry === 'string' ? bad(entry, id) : { kind: 'ctx', id, ...entry };
}

function readWatch(frame: Members, maxWatches: number): ClientFrame {
  const id = readId(frame);
  const { contexts } = frame;
  if (id === undefined) return bad(noId);
  if (!Array.isArray(contexts)) return bad('"contexts" must be a list of {"context", "params"}', id);
  const named: readonly unknown[] = contexts;
  if (named.length > maxSurplus * maxWatches)
    return bad(`"contexts" names too many: ${maxWatches} can be watched`, id);
  const entries: LiveEntry[] = [];
  for (const [index, one] of named.entries()) {
    const entry = isRecord(one) ? readFlatEntry(one) : 'it is no object';
    if (typeof entry === 'string') return bad(`"contexts", element ${index}: ${entry}`, id);
    entries.push(entry);
  }
  return { kind: 'watch', id, contexts: entries };
}

/** The same for one that is kept and compared: params of contexts are values that a URL can say. */
function readFlatEntry(members: Members): LiveEntry | string {
  const entry = readEntry(members);
  if (typeof entry === 'string') return entry;
  const nested = Object.entries(Object(entry.params)).find(([, value]) => isNested(value));
  return nested === undefined ? entry : `"params" must hold no lists and no objects, as "${nested[0]}" does`;
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** A bundle as it is named, or what is wrong with its name. */
function readEntry({ context, params }: Members): LiveEntry | string {
  if (typeof context !== 'string' || context === '')
    return '"context" is missing: it is the name of the context';
  return isObjectOrNothing(params) ? { context, params } : '"params" must be an object of named params';
}

// These need no id: whoever waits goes by channel and params, but for errors, which do not name the latter.
function readPlace(frame: Members, kind: ChannelFrame['kind']): ClientFrame {
  const errorId = readId(frame);
  const { channel, params, data } = frame;
  if (typeof channel !== 'string' || channel === '')
    return bad('"channel" is missing: it is the name of the channel', errorId);
  if (!isObjectOrNothing(params)) return bad('"params" must be an object of named params', errorId);
  const place = { channel, params, ...(errorId !== undefined && { errorId }) };
  return kind === 'message' ? { kind, ...place, data } : { kind, ...place };
}

const noId = `"id" is missing: it is a text of up to ${maxIdLength} characters, or a number`;

function bad(problem: string, id?: FrameId): BadFrame {
  return { kind: 'bad', id, problem };
}

function parse(text: string): Members | undefined {
  const value = parseJson(text);
  return isRecord(value) ? value : undefined;
}

/** An id that can be echoed as it came: a number that was read with a loss could not. */
function readId({ id }: Members): FrameId | undefined {
  if (typeof id === 'string') return id.length <= maxIdLength ? id : undefined;
  return typeof id === 'number' && Math.abs(id) <= Number.MAX_SAFE_INTEGER ? id : undefined;
}

function isObjectOrNothing(value: unknown): boolean {
  return value === undefined || value === null || isRecord(value);
}
