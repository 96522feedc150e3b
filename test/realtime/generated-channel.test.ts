import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMizan, type Mizan } from '@mizan/client';
import { realtime } from '@mizan/client/realtime';
import { generateClient } from '@mizan/codegen';
import { buildIr } from '@mizan/protocol';
import { Window } from 'happy-dom';
import { createElement, type FunctionComponent } from 'react';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';

import { MizanRegistry } from '../../libs/nestjs/src/index.js';
import { type StartedApp, startApp } from '../../libs/nestjs/test-support/start-app.js';
import { workspaceRoot } from '../workspace-root.js';
import { NoteFunctions, TalkChannel, whoAsks } from './note-app.js';

/** A page on the generated client, as its users would write it. */
const page = `
import type { Mizan } from '@mizan/client';
import { StrictMode } from 'react';
import {
  MizanContext, NoteContext, useNote, useShout, useShoutCount, useTalkChannel, useWriteNote,
} from './index.js';

function Note() {
  const write = useWriteNote();
  const shout = useShout();
  const talk = useTalkChannel({ note_id: 7 });
  return (
    <>
      <p>{useNote()?.text}</p>
      <p>{useShoutCount()?.result} shouts</p>
      <p>{talk.status}: {talk.messages.map(({ by, text }) => by + ' says ' + text).join(', ')}</p>
      <button onClick={() => void write.mutate({ note_id: 7, text: 'Buy bread' })}>write</button>
      <button onClick={() => void shout.mutate()}>shout</button>
      <button onClick={() => talk.send({ text: 'hi' })}>talk</button>
    </>
  );
}

export const Page = ({ client }: { readonly client: Mizan }) => (
  <StrictMode>
    <MizanContext client={client} live>
      <NoteContext note_id={7}>
        <Note />
      </NoteContext>
    </MizanContext>
  </StrictMode>
);
`;

// Node's own fetch and the sockets of `ws` stay: an environment with a window would bring others.
const window = new Window({ url: 'http://localhost' });
for (const name of ['document', 'navigator', 'addEventListener', 'removeEventListener'] as const)
  vi.stubGlobal(name, window[name]);
vi.stubGlobal('window', window);
// React looks for a document when it is loaded.
const { cleanup, fireEvent, render, waitFor, within } = await import('@testing-library/react');

let app: StartedApp;
let functions: NoteFunctions;

beforeEach(async () => {
  app = await startApp({ providers: [NoteFunctions, TalkChannel] }, { mizan: { identity: whoAsks } });
  functions = app.app.get(NoteFunctions);
});

afterEach(async () => {
  cleanup();
  await app.close();
});

function open(who: string): Mizan {
  return createMizan({
    baseUrl: `${app.origin}/api/mizan`,
    getHeaders: () => ({ 'X-Who': who }),
    realtime: realtime({ url: `${app.origin}/ws?who=${who}`, WebSocket }),
  });
}

async function generatePage(): Promise<FunctionComponent<{ readonly client: Mizan }>> {
  const temp = join(workspaceRoot, 'temp');
  mkdirSync(temp, { recursive: true });
  const folder = mkdtempSync(join(temp, 'channel-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const files = generateClient(buildIr(app.app.get(MizanRegistry).graph), ['react']);
  for (const { fileName, text } of files) writeFileSync(join(folder, fileName), text);
  writeFileSync(join(folder, 'page.tsx'), page);
  // What the module exports is written above.
  const { Page } = (await import(join(folder, 'page.tsx'))) as {
    Page: FunctionComponent<{ readonly client: Mizan }>;
  };
  return Page;
}

/** Two people look at the same note. */
async function showTwo() {
  const Page = await generatePage();
  const show = (who: string) => {
    const { container } = render(createElement(Page, { client: open(who) }));
    return {
      click: (name: string) => fireEvent.click(within(container).getByText(name)),
      shows: (...lines: readonly string[]) =>
        waitFor(() =>
          expect([...container.querySelectorAll('p')].map(({ textContent }) => textContent)).toEqual(lines),
        ),
    };
  };
  const [ada, bo] = [show('ada'), show('bo')];
  await ada.shows('Buy milk', '0 shouts', 'joined: ');
  await bo.shows('Buy milk', '0 shouts', 'joined: ');
  return { ada, bo, calls: functions.calls.splice(0) };
}

type Shown = Awaited<ReturnType<typeof showTwo>>['ada'];

/** Both say something and hear both: whatever else was on its way over the sockets has arrived by then. */
async function sayAll(ada: Shown, bo: Shown, ...others: readonly string[]): Promise<void> {
  ada.click('talk');
  await bo.shows(...others, 'joined: ada says hi');
  bo.click('talk');
  for (const each of [ada, bo]) await each.shows(...others, 'joined: ada says hi, bo says hi');
}

it('reads over HTTP what is read over HTTP, and over the socket what is not, once in each page', async () => {
  const { calls } = await showTwo();
  // Each is read once more when it is watched, to see whether that is allowed, as what it is written for.
  const inOnePage = ['note http', 'note http', 'shout_count ws', 'shout_count ws'];
  expect(calls.toSorted()).toEqual([...inOnePage, ...inOnePage].toSorted());
});

it('what one says in a channel, both see', async () => {
  const { ada, bo } = await showTwo();
  await sayAll(ada, bo, 'Buy milk', '0 shouts');
  expect(functions.calls).toEqual([]);
});

it('what one changes, the view of the other shows, and each reads it once', async () => {
  const { ada, bo } = await showTwo();
  ada.click('write');
  await bo.shows('Buy bread', '0 shouts', 'joined: ');
  await ada.shows('Buy bread', '0 shouts', 'joined: ');
  await sayAll(ada, bo, 'Buy bread', '0 shouts');
  expect(functions.calls).toEqual(['write_note http', 'note http', 'note http']);
});

it('a function over the socket is called there, and refreshes the view of the other', async () => {
  const { ada, bo } = await showTwo();
  bo.click('shout');
  await ada.shows('Buy milk', '1 shouts', 'joined: ');
  await bo.shows('Buy milk', '1 shouts', 'joined: ');
  await sayAll(ada, bo, 'Buy milk', '1 shouts');
  expect(functions.calls).toEqual(['shout ws', 'shout_count ws', 'shout_count ws']);
});
