import { createMizan } from '@mizan/client';
import { act, cleanup, fireEvent, waitFor } from '@testing-library/react';
import { type ReactNode, useState } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, expect, it, vi } from 'vitest';
import { openChat, Room, shown, useChatChannel } from '../fixture/chat.js';
import { Boundary } from '../fixture/boundary.js';
import { rest } from '../fixture/desk.js';
import { MizanContext } from '../mizan-context.js';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const say = 'say';

it('joins once for all components with the same params, in StrictMode, and shows what arrives', async () => {
  const { server, show } = await openChat();
  const { container } = await show([<Room key={1} room="lobby" />, <Room key={2} room="lobby" />]);
  expect(container.textContent).toBe(`connecting: ; undefined; undefined; 0${say}`.repeat(2));
  await shown(container, `joined: ; undefined; undefined; 0${say}`.repeat(2));
  server.push('lobby', 'hello', 'again');
  await shown(container, `joined: hello again; again; undefined; 0${say}`.repeat(2));
  expect(server.seen).toEqual(['open', 'subscribe lobby']);
});

it('sends, and shows what comes back', async () => {
  const { server, show } = await openChat();
  const { container, getByRole } = await show(<Room room="lobby" say="hi" />);
  await shown(container, `joined: ; undefined; undefined; 0${say}`);
  fireEvent.click(getByRole('button'));
  await shown(container, `joined: hi; hi; undefined; 0${say}`);
  expect(server.seen).toEqual(['open', 'subscribe lobby', 'message lobby']);
});

it('leaves when the last component is gone, and not before', async () => {
  const { server, show } = await openChat();
  const { container, change, unmount } = await show([
    <Room key={1} room="lobby" />,
    <Room key={2} room="lobby" />,
  ]);
  await shown(container, `joined: ; undefined; undefined; 0${say}`.repeat(2));
  await change([<Room key={1} room="lobby" />]);
  server.push('lobby', 'still here');
  await shown(container, `joined: still here; still here; undefined; 0${say}`);
  unmount();
  await waitFor(() => expect(server.countIn('lobby')).toBe(0));
  expect(server.seen).toEqual(['open', 'subscribe lobby', 'unsubscribe lobby']);
});

it('leaves and joins when its params change, and shows nothing of the room before', async () => {
  const { server, show } = await openChat();
  const { container, change } = await show(<Room room="lobby" />);
  await shown(container, `joined: ; undefined; undefined; 0${say}`);
  server.push('lobby', 'hello');
  await shown(container, `joined: hello; hello; undefined; 0${say}`);
  await change(<Room room="attic" />);
  await shown(container, `joined: ; undefined; undefined; 0${say}`);
  await waitFor(() => expect(server.countIn('lobby')).toBe(0));
  expect(server.seen.toSorted()).toEqual(['open', 'subscribe attic', 'subscribe lobby', 'unsubscribe lobby']);
});

it('subscribes once, however often it is rendered', async () => {
  const { server, mizan, show } = await openChat();
  const { realtime } = mizan;
  if (realtime === undefined) throw new Error('The client has no realtime');
  // Whoever subscribes looks there first.
  const looks = vi.spyOn(realtime.connection.users, 'has');
  const { container, change } = await show(<Room room="lobby" />);
  await shown(container, `joined: ; undefined; undefined; 0${say}`);
  const count = looks.mock.calls.length;
  await change(<Room room="lobby" say="other" />);
  expect(looks.mock.calls.length).toBe(count);
  expect(server.seen).toEqual(['open', 'subscribe lobby']);
});

it('says why it is not let in', async () => {
  const { show } = await openChat();
  const { container } = await show(<Room room="vault" />);
  await shown(container, `refused: ; undefined; CHANNEL_ERROR; 0${say}`);
});

it('joins nothing while it is skipped, and its params may be unknown', async () => {
  const { server, show } = await openChat();
  const refused = vi.fn<(error: unknown) => void>();
  function Later(): ReactNode {
    const [room, setRoom] = useState<string>();
    const { status, send } = useChatChannel({ room }, { skip: room === undefined });
    const trySend = () => {
      try {
        send({ text: 'hi' });
      } catch (error) {
        refused(error);
      }
    };
    return [
      <p key={1}>{status}</p>,
      <button key={2} onClick={trySend} />,
      <button key={3} onClick={() => setRoom('lobby')} />,
    ];
  }
  const { container, getAllByRole } = await show(<Later />);
  const [send, open] = getAllByRole('button');
  if (send === undefined || open === undefined) throw new Error('There are two buttons');
  expect(container.textContent).toBe('idle');
  fireEvent.click(send);
  expect(refused.mock.calls).toEqual([[expect.objectContaining({ code: 'NOT_JOINED' })]]);
  expect(server.seen).toEqual([]);
  fireEvent.click(open);
  await shown(container, 'joined');
  expect(server.seen).toEqual(['open', 'subscribe lobby']);
});

it('shows as many messages as each component asks for', async () => {
  const { server, show } = await openChat();
  const { container } = await show([
    <Room key={1} room="lobby" history={2} />,
    <Room key={2} room="lobby" history={3} />,
    <Room key={3} room="lobby" history={0} />,
  ]);
  await shown(container, `joined: ; undefined; undefined; 0${say}`.repeat(3));
  server.push('lobby', 'a', 'b', 'c', 'd');
  const end = `; d; undefined; 0${say}`;
  await shown(container, `joined: c d${end}joined: b c d${end}joined: ${end}`);
});

it('hands each message to onMessage as last rendered, in their order, however few are kept', async () => {
  const { server, show } = await openChat();
  const heard: string[] = [];
  const hear =
    (name: string) =>
    ({ text }: { readonly text: string }) =>
      heard.push(`${name} ${text}`);
  const { container, change } = await show(<Room room="lobby" history={0} onMessage={hear('first')} />);
  await shown(container, `joined: ; undefined; undefined; 0${say}`);
  server.push('lobby', 'a', 'b');
  await waitFor(() => expect(heard).toEqual(['first a', 'first b']));
  await change(<Room room="lobby" history={0} onMessage={hear('second')} />);
  server.push('lobby', 'c');
  await waitFor(() => expect(heard).toEqual(['first a', 'first b', 'second c']));
  // One that comes later hears of nothing that was before.
  await change([
    <Room key={1} room="lobby" history={0} onMessage={hear('second')} />,
    <Room key={2} room="lobby" onMessage={hear('late')} />,
  ]);
  await rest();
  expect(heard.slice(3)).toEqual([]);
});

it('joins again when the connection broke, and counts the gap', async () => {
  const { server, show } = await openChat();
  const { container } = await show(<Room room="lobby" />);
  await shown(container, `joined: ; undefined; undefined; 0${say}`);
  server.push('lobby', 'before');
  await shown(container, `joined: before; before; undefined; 0${say}`);
  server.breakAll();
  await shown(container, `connecting: before; before; undefined; 0${say}`);
  await waitFor(() => expect(server.countIn('lobby')).toBe(1), { timeout: 5000 });
  server.push('lobby', 'after');
  await shown(container, `joined: before after; after; undefined; 1${say}`);
});

it('shows a component that comes later no gap from before it', async () => {
  const { server, show } = await openChat();
  const { container, change } = await show([<Room key={1} room="lobby" />]);
  await shown(container, `joined: ; undefined; undefined; 0${say}`);
  server.breakAll();
  await shown(container, `connecting: ; undefined; undefined; 0${say}`);
  await waitFor(() => expect(server.countIn('lobby')).toBe(1), { timeout: 5000 });
  await shown(container, `joined: ; undefined; undefined; 1${say}`);
  await change([<Room key={1} room="lobby" />, <Room key={2} room="lobby" />]);
  await shown(container, [1, 0].map((gaps) => `joined: ; undefined; undefined; ${gaps}${say}`).join(''));
});

it('needs a client with realtime, and says so', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  const { show } = await openChat();
  const { container } = await show(
    <MizanContext client={createMizan()}>
      <Boundary>
        <Room room="lobby" />
      </Boundary>
    </MizanContext>,
  );
  expect(container.textContent).toMatch(/^NO_REALTIME: .*realtime\(\)/);
});

it('shows a component that comes later what arrived before', async () => {
  const { server, show } = await openChat();
  const { container, change } = await show([<Room key={1} room="lobby" />]);
  await shown(container, `joined: ; undefined; undefined; 0${say}`);
  server.push('lobby', 'early');
  await shown(container, `joined: early; early; undefined; 0${say}`);
  await change([<Room key={1} room="lobby" />, <Room key={2} room="lobby" />]);
  expect(container.textContent).toBe(`joined: early; early; undefined; 0${say}`.repeat(2));
});

it('hydrates what a server rendered, although messages are there already', async () => {
  const { server, mizan, show } = await openChat();
  const hydrated = document.createElement('div');
  hydrated.innerHTML = renderToString(<MizanContext client={mizan} children={<Room room="lobby" />} />);
  expect(hydrated.textContent).toBe(`connecting: ; undefined; undefined; 0${say}`);
  const { container } = await show(<Room room="lobby" />);
  await shown(container, `joined: ; undefined; undefined; 0${say}`);
  server.push('lobby', 'early');
  await shown(container, `joined: early; early; undefined; 0${say}`);
  const recovered: unknown[] = [];
  const root = await act(async () =>
    hydrateRoot(hydrated, <MizanContext client={mizan} children={<Room room="lobby" />} />, {
      onRecoverableError: (error) => recovered.push(error),
    }),
  );
  await shown(hydrated, `joined: early; early; undefined; 0${say}`);
  expect(recovered).toEqual([]);
  expect(server.seen).toEqual(['open', 'subscribe lobby']);
  await act(async () => root.unmount());
});
