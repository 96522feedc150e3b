import { describe, expect, it, vi } from 'vitest';
import type { Mizan } from '../create-mizan.js';
import type { DeskFrame } from '../fixture/desk-frame.js';
import { SocketDesk } from '../fixture/socket-desk.js';
import { ping, rename, socketRename, socketTicket, ticketContext } from '../fixture/socket-refs.js';

/** Mounts a ticket, live unless told otherwise, and gives what it shows and how often it was read. */
function mount(mizan: Mizan, id: number, live = true) {
  const store = mizan.context(ticketContext, { id });
  const leave = store.subscribe(() => undefined, { live });
  const shows = (...titles: string[]) =>
    vi.waitUntil(() => {
      const { status, data } = store.getState();
      return status === 'ready' && String(data?.ticket.titles) === String(titles);
    }, 5000);
  return { store, leave, shows };
}

const contextsOf = (frames: readonly DeskFrame[]) =>
  frames.map((frame) => ('contexts' in frame ? frame.contexts.map(({ params }) => params['id']) : []));

/** Resolves when what the page is about to send, the desk has answered, and that in turn too. */
async function settle(mizan: Mizan): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve));
    await mizan.call(ping);
  }
}

/** A page that shows ticket 7 live, and nothing under way. */
async function openLive(live = true) {
  const desk = await SocketDesk.start();
  const mizan = desk.open();
  const ticket = mount(mizan, 7, live);
  await ticket.shows();
  await settle(mizan);
  desk.reads.length = 0;
  return { desk, mizan, ticket };
}

describe('a live context', () => {
  it('is watched, then read, then read again when somebody changes it', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    let readsBefore: number | undefined;
    desk.instead = (frame, socket) => {
      readsBefore = desk.reads.length;
      desk.answer(frame, socket);
      return true;
    };
    const { shows } = mount(mizan, 7);
    await shows();
    expect([readsBefore, desk.reads]).toEqual([0, ['ticket/?id=7']]);
    expect(desk.watched).toEqual([{ context: 'ticket', params: { id: 7 } }]);
    desk.rename(7, 'new');
    await shows('new');
    expect(desk.reads).toHaveLength(2);
  });

  it('is not watched when it is not live', async () => {
    const { desk } = await openLive(false);
    expect(desk.framesOf('watch')).toEqual([]);
  });

  it('of which nothing was said is left alone', async () => {
    const { desk, mizan } = await openLive();
    const other = mount(mizan, 8);
    await other.shows();
    desk.reads.length = 0;
    desk.rename(8, 'new');
    await other.shows('new');
    await settle(mizan);
    expect(desk.reads).toEqual(['ticket/?id=8']);
  });

  it('is watched once for all who show it, and no longer when the last one is gone', async () => {
    const { desk, mizan, ticket } = await openLive();
    const again = mount(mizan, 7);
    ticket.leave();
    await settle(mizan);
    expect(desk.watched).toHaveLength(1);
    again.leave();
    again.leave();
    await vi.waitUntil(() => desk.watched.length === 0);
    desk.rename(7, 'new');
    await settle(mizan);
    expect(desk.reads).toEqual([]);
  });

  it('comes and goes in one frame for each tick', async () => {
    const { desk, mizan, ticket } = await openLive();
    const [first] = [7, 8, 9, 10].map((id) => mount(mizan, id));
    first?.leave();
    ticket.leave();
    mount(mizan, 7);
    await settle(mizan);
    expect(contextsOf(desk.framesOf('watch'))).toEqual([[7], [7, 8, 9, 10]]);
  });

  it('is read again when it becomes live after it was read', async () => {
    const { desk, mizan, ticket } = await openLive(false);
    desk.rename(7, 'unseen');
    mount(mizan, 7);
    await ticket.shows('unseen');
    expect(desk.reads).toEqual(['ticket/?id=7']);
  });

  it('is read although it takes long until it is watched, and once more then', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    let acknowledge: (() => void) | undefined;
    desk.instead = (frame, socket) => {
      acknowledge ??= () => desk.answer(frame, socket);
      return frame.action === 'watch';
    };
    const { shows } = mount(mizan, 7);
    await shows();
    desk.rename(7, 'unseen');
    await settle(mizan);
    acknowledge?.();
    await shows('unseen');
    expect(desk.reads).toHaveLength(2);
  });

  it('is read without the socket when there is none, and live as soon as there is', async () => {
    const desk = await SocketDesk.start();
    desk.isDown = true;
    const { shows } = mount(desk.open(), 7);
    await shows();
    desk.rename(7, 'unseen');
    desk.isDown = false;
    await shows('unseen');
    desk.rename(7, 'seen');
    await shows('unseen', 'seen');
  });

  it('is read again after a break, when it is watched again', async () => {
    const { desk, ticket } = await openLive();
    desk.kill();
    desk.rename(7, 'missed');
    await ticket.shows('missed');
    expect(desk.reads).toEqual(['ticket/?id=7']);
    expect(contextsOf(desk.framesOf('watch'))).toEqual([[7], [7]]);
  });

  it('is read again when the server may have missed something', async () => {
    const { desk, mizan } = await openLive();
    mount(mizan, 8, false);
    await vi.waitUntil(() => desk.reads.length === 1);
    desk.send({ type: 'gap' });
    await vi.waitUntil(() => desk.reads.length === 2);
    expect(desk.reads).toEqual(['ticket/?id=8', 'ticket/?id=7']);
  });

  it('can be one of websocket functions', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    const store = mizan.context(socketTicket, { id: 7 });
    store.subscribe(() => undefined, { live: true });
    await vi.waitUntil(() => store.getState().status === 'ready');
    desk.rename(7, 'new');
    await vi.waitUntil(() => store.getState().data?.ticket.titles.length === 1);
    expect(desk.reads).toEqual([]);
    expect(desk.frames.map(({ action }) => action)).toEqual(['watch', 'ctx', 'ctx']);
  });
});

describe('a context that the server does not watch', () => {
  const refusal = { code: 'FORBIDDEN', message: 'Not yours' };

  it('is read all the same, and asked for again when it was read', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    desk.refuse = (what) => (what === 'watch' ? refusal : undefined);
    const { shows, store } = mount(mizan, 7);
    await shows();
    await settle(mizan);
    // It was asked for again after it had been read, and not after that.
    expect(contextsOf(desk.framesOf('watch'))).toEqual([[7], [7]]);
    desk.refuse = () => undefined;
    mount(mizan, 8);
    await settle(mizan);
    expect(desk.watched).toEqual([{ context: 'ticket', params: { id: 8 } }]);
    desk.rename(7, 'unseen');
    await store.refetch();
    await vi.waitUntil(() => desk.watched.length === 2);
    desk.rename(7, 'seen');
    await shows('unseen', 'seen');
  });

  it.each(['refused', 'error', 'down'])('is read at once, not when patience ends (%s)', async (how) => {
    const desk = await SocketDesk.start();
    desk.isDown = how === 'down';
    desk.refuse = (what) => (what === 'watch' && how === 'refused' ? refusal : undefined);
    desk.instead = (frame, socket) => {
      if (frame.action !== 'watch' || how !== 'error') return false;
      socket.send(JSON.stringify({ id: frame.id, ok: false, error: refusal }));
      return true;
    };
    const { store } = mount(desk.open(), 7);
    await vi.waitUntil(() => store.getState().status === 'ready', 1500);
  });

  it('since there were too many is watched when there is room', async () => {
    const { desk, mizan, ticket } = await openLive();
    desk.refuse = (what, entry) => {
      const [first] = contextsOf(desk.framesOf('watch').slice(-1)).flat();
      return what === 'watch' && entry?.params['id'] !== first ? refusal : undefined;
    };
    await mount(mizan, 8).shows();
    await settle(mizan);
    expect(desk.watched).toMatchObject([{ params: { id: 7 } }]);
    ticket.leave();
    await vi.waitUntil(() => desk.watched[0]?.params['id'] === 8);
  });

  it('since the server could not say is asked for as soon as anything else comes', async () => {
    const { desk, mizan } = await openLive();
    desk.instead = (frame, socket) => {
      if (frame.action !== 'watch') return false;
      socket.send(JSON.stringify({ id: frame.id, ok: false, error: refusal }));
      return true;
    };
    await mount(mizan, 8).shows();
    await settle(mizan);
    desk.instead = () => false;
    mount(mizan, 9);
    await vi.waitUntil(() => desk.watched.length === 3);
  });

  it('since it became unreadable is asked for again when it is readable', async () => {
    const { desk, mizan, ticket } = await openLive();
    desk.refuse = (what) => (what === 'read' || what === 'watch' ? refusal : undefined);
    desk.rename(7, 'hidden');
    await vi.waitUntil(() => ticket.store.getState().status === 'error');
    // Whoever watches for the server drops what may not be read any more, and tells nobody.
    mount(mizan, 8);
    await settle(mizan);
    expect(desk.watched).toEqual([]);
    desk.refuse = () => undefined;
    await ticket.store.refetch();
    await ticket.shows('hidden');
    await vi.waitUntil(() => desk.watched.some(({ params }) => params['id'] === 7));
  });
});

describe('a change of its own', () => {
  it.each([
    ['HTTP', rename],
    ['the socket', socketRename],
  ])('over %s is read once, whenever the server tells of it', async (_, ref) => {
    const { desk, mizan, ticket } = await openLive();
    await mizan.call(ref, { id: 7, title: 'a' });
    await ticket.shows('a');
    await settle(mizan);
    expect(desk.reads).toEqual(['ticket/?id=7']);
  });

  it('of which the server tells more than the reply says is read where only the server tells of it', async () => {
    const { desk, mizan, ticket } = await openLive();
    // To the server it is ticket 7 as well, which only the server knows.
    const alias = mount(mizan, 8);
    await alias.shows();
    await settle(mizan);
    desk.instead = (frame) => {
      if (frame.action === 'rpc' && frame.fn === 'rename') desk.rename(8, 'before', frame.change);
      return false;
    };
    await mizan.call(socketRename, { id: 7, title: 'a' });
    await ticket.shows('a');
    await alias.shows('before');
    const call = desk.framesOf('rpc').find((frame) => 'fn' in frame && frame.fn === 'rename');
    desk.rename(8, 'after', call && 'change' in call ? call.change : undefined);
    await alias.shows('before', 'after');
    expect(desk.reads.filter((read) => read === 'ticket/?id=7')).toHaveLength(1);
  });

  it('is known by a name that goes with the call, where anything is live', async () => {
    const { desk, mizan } = await openLive();
    await mizan.call(socketRename, { id: 8, title: 'a' });
    await mizan.call(socketRename, { id: 8, title: 'b' });
    const changes = desk.framesOf('rpc').map((frame) => ('change' in frame ? frame.change : undefined));
    expect(new Set(changes).size).toBe(changes.length);
    for (const change of changes) expect(change).toMatch(/^[\w-]{8,36}$/);
    const other = await openLive(false);
    await other.mizan.call(socketRename, { id: 7, title: 'a' });
    for (const frame of other.desk.framesOf('rpc')) expect(frame).not.toHaveProperty('change');
  });

  it('that others make meanwhile is not taken for it', async () => {
    const { desk, mizan, ticket } = await openLive();
    await mizan.call(rename, { id: 7, title: 'a' });
    desk.rename(7, 'b', 'of-somebody-else');
    desk.rename(7, 'c');
    await ticket.shows('a', 'b', 'c');
  });

  it('whose reply is lost counts as one of somebody else', async () => {
    const { desk, mizan, ticket } = await openLive();
    desk.instead = (frame, socket) => {
      if (frame.action !== 'rpc' || frame.fn !== 'rename') return false;
      // It tells those who watch, and the reply never comes.
      desk.rename(7, frame.args.title, frame.change);
      socket.send(
        JSON.stringify({ id: frame.id, ok: false, error: { code: 'INTERNAL_ERROR', message: 'No' } }),
      );
      return true;
    };
    await expect(mizan.call(socketRename, { id: 7, title: 'a' })).rejects.toMatchObject({ status: 500 });
    await ticket.shows('a');
  });

  it('that was given up is told of later', async () => {
    const { desk, mizan, ticket } = await openLive();
    const caller = new AbortController();
    let finish: (() => void) | undefined;
    desk.instead = (frame, socket) => {
      finish = () => desk.answer(frame, socket);
      return true;
    };
    const calling = mizan.call(socketRename, { id: 7, title: 'a' }, caller);
    await vi.waitUntil(() => finish !== undefined);
    caller.abort();
    await expect(calling).rejects.toMatchObject({ code: 'ABORTED' });
    finish?.();
    await ticket.shows('a');
  });
});
