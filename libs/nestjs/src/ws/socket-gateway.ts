import { Logger } from '@nestjs/common';
import type { IdentityResolver, MizanIdentity } from '../identity/index.js';
import { type Admission, admit, type Opening } from './admit.js';
import { closeCode } from './close-code.js';
import { type AnswerFrame, Connection } from './connection.js';
import type { FrameEndpoints } from './frame-endpoints.js';
import type { RawSocket } from './raw-socket.js';
import { settleWithin } from './settle-within.js';
import { SocketCounts } from './socket-counts.js';
import type { Handshake } from './handshake.js';
import { checkTimeout, type WebSocketSettings } from './websocket-options.js';

/** Seconds in which the other side has to agree to a close. */
const closeTimeout = 1;

/** The open sockets of this process: takes them in, looks after them, and lets them go. */
export class SocketGateway {
  readonly #logger = new Logger('Mizan');
  readonly #connections = new Set<Connection>();
  readonly #counts = new SocketCounts();
  /** Those that were opened with an access token. */
  readonly #holders = new Map<Connection, Admission>();
  readonly #sweeper: NodeJS.Timeout;
  readonly #rechecker: NodeJS.Timeout;
  #isRechecking = false;
  #isClosing = false;

  // One for all connections.
  readonly #answer: AnswerFrame = (frame, connection) => {
    if (this.#isClosing) {
      connection.send(this.endpoints.refuse(frame));
      return Promise.resolve();
    }
    const { admission } = connection;
    const answering =
      admission instanceof Promise
        ? // Without one the socket is closed: that is told where it is taken in.
          admission.then((admitted) => admitted && this.endpoints.answer(frame, admitted, connection))
        : this.endpoints.answer(frame, admission, connection);
    return answering.catch((error: unknown) => this.#fail(connection, error));
  };

  constructor(
    private readonly settings: WebSocketSettings,
    private readonly endpoints: FrameEndpoints,
    private readonly identities: IdentityResolver,
  ) {
    const period = Math.min(settings.pingInterval, settings.idleTimeout);
    this.#sweeper = setInterval(() => this.#sweep(), period * 1000).unref();
    this.#rechecker = setInterval(() => void this.#recheckAll(), settings.recheckInterval * 1000).unref();
  }

  /** Whether no more sockets are taken in. */
  get isClosing(): boolean {
    return this.#isClosing;
  }

  accept(socket: RawSocket, handshake: Handshake): void {
    const opening = admit(handshake, this.identities);
    const connection = new Connection(socket, handshake.socket, this.settings, this.#answer, opening);
    this.#connections.add(connection);
    socket.on('close', () => {
      this.#connections.delete(connection);
      this.endpoints.leave(connection);
    });
    this.#takeIn(socket, connection, opening).catch((error: unknown) => {
      this.#logger.error(error);
      connection.close(closeCode.unexpected, 'Who opened this socket could not be found out');
    });
  }

  /** Looks who is at the sockets where this identity may be, and what they may still read of what became stale. */
  async recheck(id: MizanIdentity['id']): Promise<void> {
    const { rereads } = await this.endpoints.recheck(id);
    await settleWithin(checkTimeout(this.settings), rereads);
  }

  /** What was said in other processes may be lost: whoever listens has to read anew, and who is there may be gone. */
  tellGap(): void {
    for (const connection of this.#connections) if (connection.isListening) connection.tellGap();
    void this.endpoints.recheck();
  }

  /** Has running calls end and closes every socket. Frames that still come are answered that it is too late. */
  async close(): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#sweeper);
    clearInterval(this.#rechecker);
    const connections = [...this.#connections];
    const { drainTimeout } = this.settings;
    await settleWithin(
      drainTimeout,
      connections.map((connection) => connection.quiet()),
    );
    for (const connection of connections) connection.close(closeCode.goingAway, 'The server is closing');
    const allClosed = () => connections.map((connection) => connection.closed());
    await settleWithin(closeTimeout, allClosed());
    for (const connection of connections) connection.terminate();
    // What channels say then goes to other processes, too: they go on.
    const told = Promise.all(allClosed()).then(() => this.endpoints.allTold());
    await settleWithin(closeTimeout, [told]);
  }

  #fail(connection: Connection, error: unknown): void {
    this.#logger.error(error);
    connection.close(closeCode.unexpected, 'Something went wrong');
  }

  async #takeIn(socket: RawSocket, connection: Connection, opening: Promise<Opening>): Promise<void> {
    const opened = await opening;
    // One that is closed already would never be let go of.
    if (!connection.isOpen) return;
    if (opened.admission.token === 'good') this.#lookAfter(socket, connection, opened.admission);
    const identity = await this.endpoints.identify(opened);
    if (!connection.isOpen) return;
    const count = this.#counts.add(identity);
    socket.on('close', () => this.#counts.remove(identity));
    const { maxSocketsPerIdentity, maxAnonymousSockets } = this.settings;
    if (count <= (identity === null ? maxAnonymousSockets : maxSocketsPerIdentity)) return;
    const whose = identity === null ? 'Who is not signed in' : 'This identity';
    connection.close(closeCode.tooManySockets, `${whose} has too many sockets open`);
  }

  // Who only listens asks for nothing that would find out.
  #lookAfter(socket: RawSocket, connection: Connection, admission: Admission): void {
    this.#holders.set(connection, admission);
    socket.on('close', () => this.#holders.delete(connection));
  }

  // One round at a time: where sessions are looked up slowly, rounds would pile up.
  async #recheckAll(): Promise<void> {
    if (this.#isRechecking) return;
    this.#isRechecking = true;
    try {
      await this.endpoints.recheck();
    } finally {
      this.#isRechecking = false;
    }
  }

  #sweep(): void {
    for (const [connection, admission] of this.#holders) {
      void this.endpoints.checkToken(admission, connection);
    }
    for (const connection of this.#connections) {
      if (connection.isIdle(this.settings.idleTimeout))
        connection.close(closeCode.idle, 'Nothing was asked for');
      else connection.ping();
    }
  }
}
