import { MizanError, otherPerson } from '../mizan-error.js';
import type { Connection, ConnectionUser } from './connection.js';
import { frameKey } from './frame.js';
import { frameFailure, isNotRun } from './frame-failure.js';
import type { ChannelState, ChannelStore } from './realtime-transport.js';

/** How many messages wait until a channel is joined. */
const maxWaiting = 20;

const blank: ChannelState<unknown> = {
  status: 'connecting',
  messages: [],
  last: undefined,
  error: undefined,
  gaps: 0,
};

export interface ChannelPlace extends ChannelStore<unknown, unknown> {
  /** Keeps at least so many messages. */
  readonly keep: (history: number) => void;
}

/**
 * One channel with one set of params (PROTOCOL 11).
 *
 * @param id what frames about it are answered by
 * @param key {@link frameKey} of it
 */
export function createChannelPlace(
  connection: Connection,
  id: string,
  key: string,
  channel: string,
  params: object,
): ChannelPlace {
  const { users } = connection;
  const listeners = new Set<{ readonly notify: () => void }>();
  let state = blank;
  let kept = 0;
  let waiting: unknown[] = [];
  let wasJoined = false;

  function show(change: Partial<ChannelState<unknown>>): void {
    state = { ...state, ...change };
    for (const { notify } of listeners) notify();
  }

  function send(action: string, data?: unknown): void {
    connection.send({ action, id, channel, params, data });
  }

  function clear(lost: () => MizanError): void {
    const error = waiting.length > 0 ? lost() : undefined;
    waiting = [];
    wasJoined = false;
    show({ ...blank, error });
  }

  const user: ConnectionUser = {
    isNeeding: () => state.status !== 'refused',
    opened() {
      show({ status: 'connecting' });
      send('subscribe');
    },
    closed() {
      if (state.status === 'joined') show({ status: 'connecting' });
    },
    failed: (error) => show({ error }),
    receive(frame) {
      const { data, error, type } = frame;
      const { gaps, messages, status } = state;
      const isNamed = frameKey(frame['channel'], frame['params']) === key;
      if (type === 'gap') show({ gaps: gaps + 1 });
      // Errors name their place by its id, or by its params, or else their channel only.
      else if (
        error &&
        (frame['id'] ? frame['id'] === id : frame['params'] ? isNamed : frame['channel'] === channel)
      ) {
        const failure = frameFailure(error);
        if (isNotRun(failure)) return;
        if (status === 'connecting') {
          waiting = [];
          show({ status: 'refused' });
        }
        show({ error: failure });
      } else if (isNamed && frame['subscribed']) {
        show({ status: 'joined', error: undefined, gaps: gaps + Number(wasJoined) });
        wasJoined = true;
        for (const message of waiting.splice(0)) send('message', message);
      } else if (isNamed && frame['unsubscribed']) {
        // It was left and is asked for again: what was answered before is of the time before.
        wasJoined = false;
        show({ status: 'connecting' });
      } else if (isNamed && type === 'ServerMessage')
        show({ messages: [...messages, data].slice(-kept || Infinity), last: data, error: undefined });
    },
    reset: () => clear(otherPerson),
  };

  /** A tick later: StrictMode and changing components leave and come at once, and children send before all others join. */
  function leaveIfUnused(): void {
    setTimeout(() => {
      if (listeners.size > 0) return;
      if (users.delete(user)) send('unsubscribe');
      else if (waiting.length === 0) return;
      clear(notJoined);
    });
  }

  return {
    keep(history) {
      kept = Math.max(kept, history);
    },
    getState: () => state,
    subscribe(notify) {
      const listener = { notify };
      listeners.add(listener);
      if (!users.has(user)) {
        users.add(user);
        send('subscribe');
        connection.connect();
      }
      return () => {
        listeners.delete(listener);
        leaveIfUnused();
      };
    },
    send(message) {
      const { status } = state;
      if (status === 'joined') send('message', message);
      else if (status === 'connecting' && waiting.length < maxWaiting) {
        waiting.push(message);
        if (!users.has(user)) leaveIfUnused();
      } else throw notJoined();
    },
  };
}

function notJoined(): MizanError {
  return new MizanError('NOT_JOINED', 'The channel is not joined.');
}
