import type { BootProblem } from '../errors/index.js';
import type { SocketRequest } from './socket-request.js';

/**
 * How the socket of PROTOCOL 11 is served. It is there when something of the app needs it, or this option is. Numbers of
 * seconds are 2,147,483 at most, all others are whole.
 */
export interface WebSocketOptions {
  /**
   * Where the socket is. The app's global prefix does not come before it.
   * @default '/ws'
   */
  readonly path?: string;
  /**
   * Runs before each frame, as middleware runs before each request: puts on the request of the frame what guards and
   * `identity` look for, such as a session. An error of it refuses the frame. Each entry that is to be watched is read as
   * if by a frame of its own, and the server asks by itself who is at a socket that listens.
   * @default nothing is put there
   */
  readonly prepare?: (request: SocketRequest) => void | Promise<void>;
  /** A longer frame closes the socket with 1009. In bytes. @default 102400 */
  readonly maxFrameBytes?: number;
  /** Frames that a socket may send in a second, for a while; twice as many at once. @default 100 */
  readonly maxFramesPerSecond?: number;
  /**
   * Wrong frames that a socket may send in a row, beside one a second. One more closes it with 1008; frames above the
   * rate count as wrong.
   * @default 20
   */
  readonly maxBadFrames?: number;
  /** Calls of one socket that may run at the same time; more are TOO_MANY_REQUESTS. @default 100 */
  readonly maxRunningCalls?: number;
  /** Places of channels that one socket may be subscribed to. @default 100 */
  readonly maxSubscriptions?: number;
  /** Entries that one socket may watch; more of them are refused. @default 100 */
  readonly maxWatches?: number;
  /**
   * Bytes that may wait for a client that does not read. Where more wait and none of them is taken for 10 seconds, or
   * sixteen times as many wait, the next frame for it closes the socket with 1013.
   * @default 1048576
   */
  readonly maxWaitingBytes?: number;
  /** Sockets that one identity may have open in this process. One more is closed with 4429. @default 50 */
  readonly maxSocketsPerIdentity?: number;
  /**
   * Sockets of nobody that may be open in this process, so that who signs in to nothing cannot take up its memory. One
   * more is closed with 4429.
   * @default 10000
   */
  readonly maxAnonymousSockets?: number;
  /** Seconds between two pings. A socket that has not answered by the next one is cut off. @default 30 */
  readonly pingInterval?: number;
  /**
   * Seconds between two looks at who is at a socket that listens. Who is somebody else meanwhile, or has other rights,
   * is closed with 4401.
   * @default 60
   */
  readonly recheckInterval?: number;
  /** Seconds after which a socket that asks for nothing and listens nowhere is closed with 4408. @default 600 */
  readonly idleTimeout?: number;
  /** Seconds that running calls have to end in when the app closes; then sockets close with 1001. @default 10 */
  readonly drainTimeout?: number;
}

/** The options with every default filled in. */
export type WebSocketSettings = Readonly<Required<Omit<WebSocketOptions, 'prepare'>>> &
  Pick<WebSocketOptions, 'prepare'>;

const defaults: WebSocketSettings = {
  path: '/ws',
  maxFrameBytes: 102_400,
  maxFramesPerSecond: 100,
  maxBadFrames: 20,
  maxRunningCalls: 100,
  maxSubscriptions: 100,
  maxWatches: 100,
  maxWaitingBytes: 1_048_576,
  maxSocketsPerIdentity: 50,
  maxAnonymousSockets: 10_000,
  pingInterval: 30,
  recheckInterval: 60,
  idleTimeout: 600,
  drainTimeout: 10,
};

const times: ReadonlySet<string> = new Set([
  'pingInterval',
  'recheckInterval',
  'idleTimeout',
  'drainTimeout',
] satisfies readonly (keyof WebSocketOptions)[]);

/** In seconds. A timer of more would go off at once. */
const maxTime = 2_147_483;

export function fillWebSocketOptions(options: WebSocketOptions = {}): WebSocketSettings {
  // What is undefined was left out.
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) };
}

/** Seconds that looking who is at a socket may take: it is no use when the next look is due. */
export function checkTimeout({ recheckInterval }: Pick<WebSocketSettings, 'recheckInterval'>): number {
  return Math.min(recheckInterval, 10);
}

/** What is wrong with the option `websocket`. */
export function findWebSocketProblems(options: unknown): readonly BootProblem[] {
  if (options === undefined) return [];
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return [notAnObject];
  return Object.entries(options).flatMap(([name, value]: [string, unknown]) =>
    value === undefined ? [] : (findOptionProblem(name, value) ?? []),
  );
}

function findOptionProblem(name: string, value: unknown): BootProblem | undefined {
  const where = `websocket.${name}`;
  if (name === 'prepare') return typeof value === 'function' ? undefined : notAFunction(where);
  if (name === 'path') return isPath(value) ? undefined : notAPath(where, value);
  if (!Object.hasOwn(defaults, name)) return unknownOption(where);
  if (!times.has(name)) return isWhole(value) ? undefined : wrong(where, value, 'a whole number above 0');
  const isTime = typeof value === 'number' && value > 0 && value <= maxTime;
  return isTime ? undefined : wrong(where, value, `seconds above 0, ${maxTime} at most`);
}

function isWhole(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

function wrong(where: string, value: unknown, right: string): BootProblem {
  return { where, problem: `it is ${String(value)}`, fix: `Give ${right}.` };
}

const notAnObject: BootProblem = {
  where: 'websocket',
  problem: 'it is no object',
  fix: 'Write websocket: {} to have a socket, with or without options, or leave it out.',
};

function isPath(value: unknown): boolean {
  return typeof value === 'string' && /^(\/[\w.~-]+)+$/.test(value);
}

function notAPath(where: string, value: unknown): BootProblem {
  return { where, problem: `'${String(value)}' is no path`, fix: "Give one from the root on, as '/ws'." };
}

function notAFunction(where: string): BootProblem {
  return { where, problem: 'it is no function', fix: 'Give `(request) => …`, or leave it out.' };
}

function unknownOption(where: string): BootProblem {
  return { where, problem: 'there is no such option', fix: 'Leave it out, or correct its name.' };
}
