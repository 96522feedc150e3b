import { Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Outbox } from './outbox.js';

function createOutbox(): { outbox: Outbox; writes: string[]; socket: { readyState: number } } {
  const writes: string[] = [];
  const stream = new Writable({
    write(bytes: Buffer, _encoding, done) {
      writes.push(bytes.toString('latin1'));
      done();
    },
  });
  const socket = { readyState: 1 };
  return { outbox: new Outbox(socket, stream), writes, socket };
}

/** One whose other side takes nothing until it is told to. */
function createHeldOutbox(): { outbox: Outbox; take: () => void } {
  const waiting: (() => void)[] = [];
  const stream = new Writable({
    write(_bytes, _encoding, done) {
      waiting.push(done);
    },
  });
  const take = () => {
    for (const done of waiting.splice(0)) done();
  };
  return { outbox: new Outbox({ readyState: 1 }, stream), take };
}

const frame = (text: string) => `\x81${String.fromCharCode(text.length)}${text}`;

describe('an outbox', () => {
  it('writes once what is sent because of one event, in order', async () => {
    const { outbox, writes } = createOutbox();
    outbox.send('a');
    await Promise.resolve();
    outbox.send('b');
    expect(writes).toEqual([]);
    await turn();
    expect(writes).toEqual([frame('a') + frame('b')]);
  });

  it('writes once what is pushed because of several events', async () => {
    const { outbox, writes } = createOutbox();
    const events = ['a', 'b'].map(async (text) => {
      await turn();
      outbox.push(text);
    });
    await Promise.all(events);
    expect(writes).toEqual([]);
    await turn();
    expect(writes).toEqual([frame('a') + frame('b')]);
  });

  it('lets nothing that is sent pass what was pushed before', async () => {
    const { outbox, writes } = createOutbox();
    outbox.push('a');
    outbox.send('b');
    outbox.push('c');
    await turn();
    expect(writes).toEqual([frame('a') + frame('b') + frame('c')]);
  });

  it('counts what the other side has not taken, and not what has not left', async () => {
    const { outbox, take } = createHeldOutbox();
    outbox.push('abc');
    expect([outbox.waitingBytes, outbox.takenBytes]).toEqual([0, 0]);
    outbox.flush();
    expect([outbox.waitingBytes, outbox.takenBytes]).toEqual([5, 0]);
    take();
    await turn();
    expect([outbox.waitingBytes, outbox.takenBytes]).toEqual([0, 5]);
  });

  it('keeps no more than 64 KiB together', async () => {
    const { outbox, writes } = createOutbox();
    outbox.send('x'.repeat(40_000));
    expect(writes).toHaveLength(0);
    outbox.send('x'.repeat(40_000));
    expect(writes).toHaveLength(1);
    await turn();
    outbox.send('a');
    await turn();
    expect(writes.slice(1)).toEqual([frame('a')]);
  });

  it('writes nothing once the socket is closing', async () => {
    const { outbox, writes, socket } = createOutbox();
    outbox.send('a');
    socket.readyState = 2;
    await turn();
    expect(writes).toEqual([]);
  });
});
