import { MizanError, otherPerson, toMizanError } from '../mizan-error.js';
import { type ChannelNews, type PlaceName, readChannelNews } from './channel-news.js';
import { blank, type ChannelState } from './channel-state.js';
import type { Connection, ConnectionUser } from './connection.js';
import { type Frame, isTooLong } from './frame.js';
import { frameKey } from './frame-key.js';

/** How many messages wait until a channel is joined. */
const maxWaiting = 20;

/** One channel with one set of params (PROTOCOL 11): joined while somebody listens, once for all who do. */
export class ChannelPlace implements ConnectionUser {
  state: ChannelState<unknown> = blank;
  readonly #connection: Connection;
  readonly #name: PlaceName;
  /** Is told when nothing is known here that anybody may ask for. */
  readonly #letGo: () => void;
  readonly #listeners = new Set<{ readonly notify: () => void }>();
  /** How many messages are kept. */
  #kept = 0;
  #waiting: unknown[] = [];
  #wasJoined = false;

  constructor(connection: Connection, name: PlaceName, letGo: () => void) {
    this.#connection = connection;
    this.#name = name;
    this.#letGo = letGo;
  }

  subscribe(notify: () => void, history: number): () => void {
    const listener = { notify };
    this.#listeners.add(listener);
    this.#kept = Math.max(this.#kept, history);
    if (!this.#connection.users.has(this)) {
      this.#connection.users.add(this);
      this.#send('subscribe');
      this.#connection.connect();
    }
    return () => {
      this.#listeners.delete(listener);
      this.#leaveIfUnused();
    };
  }

  send(message: unknown): void {
    const { status } = this.state;
    if (isTooLong(this.#write('message', message)))
      throw new MizanError('PAYLOAD_TOO_LARGE', 'The message is too long.', 413);
    if (status === 'joined') this.#send('message', message);
    else if (status === 'connecting' && this.#waiting.length < maxWaiting) {
      this.#waiting.push(message);
      this.#leaveIfUnused();
    } else throw notJoined();
  }

  isNeeding(): boolean {
    return this.state.status !== 'refused';
  }

  opened(): void {
    this.#show({ status: 'connecting' });
    this.#send('subscribe');
  }

  closed(_isAway: boolean, error: unknown): void {
    if (this.state.status === 'joined') this.#show({ status: 'connecting' });
    if (error) this.#show({ error: toMizanError(error) });
  }

  receive(frame: Frame): void {
    const news = readChannelNews(frame, this.#name);
    if (news) this.#take(news);
  }

  reset(): void {
    this.#clear(otherPerson());
  }

  #take(news: ChannelNews): void {
    const { messages, status, gaps } = this.state;
    if (news.kind === 'gap') this.#show({ gaps: gaps + 1 });
    else if (news.kind === 'joined') {
      this.#show({ status: 'joined', error: undefined, gaps: gaps + Number(this.#wasJoined) });
      this.#wasJoined = true;
      for (const message of this.#waiting.splice(0)) this.#send('message', message);
    } else if (news.kind === 'left') {
      // It was left and is asked for again: what was answered before is of the time before.
      this.#wasJoined = false;
      this.#show({ status: 'connecting' });
    } else if (news.kind === 'message') {
      const { data } = news;
      this.#show({
        messages: [...messages, data].slice(-this.#kept || Infinity),
        last: data,
        error: undefined,
      });
    } else {
      if (status === 'connecting') this.#waiting = [];
      this.#show({ error: news.error, status: status === 'connecting' ? 'refused' : status });
    }
  }

  #send(action: string, data?: unknown): void {
    this.#connection.send(this.#write(action, data));
  }

  #write(action: string, data: unknown): string {
    const { id, channel, params } = this.#name;
    return JSON.stringify({ action, id, channel, params, data });
  }

  #show(change: Partial<ChannelState<unknown>>): void {
    this.state = { ...this.state, ...change };
    for (const { notify } of this.#listeners) {
      try {
        notify();
      } catch (error) {
        // Reported, and kept from others and from the connection.
        setTimeout(() => {
          throw error;
        });
      }
    }
  }

  /** Forgets all but how much was missed. */
  #clear(lost: MizanError): void {
    const error = this.#waiting.length > 0 ? lost : undefined;
    this.#waiting = [];
    this.#wasJoined = false;
    this.#show({ ...blank, error, gaps: this.state.gaps });
  }

  /** A tick later: StrictMode and changing components leave and come at once, and children send before all others join. */
  #leaveIfUnused(): void {
    setTimeout(() => {
      if (this.#listeners.size > 0) return;
      const wasIn = this.#connection.users.delete(this);
      if (wasIn) this.#send('unsubscribe');
      if (wasIn || this.#waiting.length > 0) this.#clear(notJoined());
      if (!this.state.error) this.#letGo();
    });
  }
}

function notJoined(): MizanError {
  return new MizanError('NOT_JOINED', 'The channel is not joined.');
}

/** The places of each connection that are of use, by their keys. */
const places = new WeakMap<Connection, Map<string, ChannelPlace>>();
let count = 0;

/** How to find the place of a channel with these params, if there is one, and how to have one. */
export function placesOf(connection: Connection, channel: string, params: object) {
  const key = frameKey(channel, params);
  const all = places.get(connection) ?? new Map<string, ChannelPlace>();
  places.set(connection, all);
  const find = () => all.get(key);
  return {
    find,
    open(): ChannelPlace {
      const name = { id: `c${(count += 1)}`, channel, params, key };
      const place =
        find() ?? new ChannelPlace(connection, name, () => all.get(key) === place && all.delete(key));
      all.set(key, place);
      return place;
    },
  };
}
