// @vitest-environment happy-dom
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { type ComponentType, createElement } from 'react';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';

import { freePort, stopChild, untilPrinted } from '../services.js';
import { type CodeBlock, readCodeBlocks } from './code-block.js';
import { compile, generate, writeModuleOfAll, writeProject } from './docs-project.js';

const main: CodeBlock = {
  page: 'test/docs/client-forms.test.ts',
  line: 1,
  language: 'ts',
  file: 'src/main.ts',
  text: `import { NestFactory } from '@nestjs/core';
import { EveryModule } from './every.module.js';

const app = await NestFactory.create(EveryModule);
await app.listen(Number(process.env['PORT']), '127.0.0.1');
`,
};

/** What the form to assign a ticket makes stale. */
const tickets: CodeBlock = {
  ...main,
  file: 'src/ticket.functions.ts',
  text: `import { MizanClient } from '@mizan/nestjs';
import { Injectable } from '@nestjs/common';

@Injectable()
export class TicketFunctions {
  @MizanClient({ context: 'ticket', output: 'string' })
  team(): string {
    return 'first line';
  }
}
`,
};

/** Puts a page of the guide into the client of the server that the guide shows. */
const frame: CodeBlock = {
  ...main,
  language: 'tsx',
  file: 'web/frame.tsx',
  text: `import { createMizan } from '@mizan/client';
import { MizanContext } from './mizan/index.js';
import type { ReactNode } from 'react';

const mizan = createMizan();

export function Frame({ children }: { children?: ReactNode }) {
  return <MizanContext client={mizan}>{children}</MizanContext>;
}
`,
};

declare global {
  interface Window {
    readonly happyDOM: { setURL(url: string): void };
  }
}

function type(label: RegExp | string, value: string): void {
  const control = screen.getByLabelText(label);
  fireEvent.change(control, { target: { value } });
  fireEvent.blur(control);
}

function arrivals(): readonly unknown[] {
  return screen.getAllByLabelText('Arrives').map((control) => Reflect.get(control, 'value'));
}

function press(name: string): void {
  fireEvent.click(screen.getByRole('button', { name }));
}

describe('the pages of the guide to forms, with its server', { timeout: 60_000 }, () => {
  const pages = ['docs/guide/forms.md', 'docs/guide/client-forms.md'].flatMap(readCodeBlocks);
  const project = writeProject('client-forms', [...pages, main, tickets, frame]);
  let server: ChildProcess;

  beforeAll(async () => {
    writeModuleOfAll(project);
    expect(await compile(project, 'tsconfig.json')).toBe('');
    expect(await generate(project)).toBe('');
    const port = await freePort();
    window.happyDOM.setURL(`http://127.0.0.1:${port}/`);
    server = spawn(process.execPath, [join(project.folder, 'dist/main.js')], {
      // Far from whoever looks at the page.
      env: { ...process.env, PORT: String(port), NO_COLOR: '1', TZ: 'Asia/Tokyo' },
      stdio: 'pipe',
    });
    await untilPrinted(server, 'Nest application successfully started');
  }, 120_000);

  afterAll(() => stopChild(server));
  afterEach(cleanup);

  async function open(file: string, name: string, props: object = {}): Promise<void> {
    const exported: Readonly<Record<string, ComponentType<object>>> = await import(
      join(project.folder, 'web', file)
    );
    const { Frame }: { Frame: ComponentType } = await import(join(project.folder, 'web/frame.tsx'));
    const page = exported[name];
    if (page === undefined) throw new Error(`${file} has no ${name}`);
    render(createElement(Frame, {}, createElement(page, props)));
  }

  it('sends the contact form, which the server refuses once', async () => {
    await open('contact-page.tsx', 'ContactPage');
    press('Send');
    expect(await screen.findAllByText('This field is required.')).toHaveLength(3);
    type(/^Your name/, 'Ada');
    type(/^Email/, 'ada@example.org');
    type(/^Message/, 'It does not work');
    type(/^Topic/, 'sales');
    fireEvent.click(screen.getByLabelText('Urgent'));
    press('Send');
    await waitFor(() => expect(screen.getByRole('alert').textContent).toBe('Sales is never urgent'));
    fireEvent.click(screen.getByLabelText('Urgent'));
    press('Send');
    expect((await screen.findByRole('status')).textContent).toBe('Thank you, your message is number 1.');
  });

  it('shows the contact form with other parts, and in other words', async () => {
    await open('styled-contact.tsx', 'StyledContact');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Contact us');
    expect(screen.getByLabelText(/^Message/)).toHaveProperty('rows', '12');
    cleanup();
    await open('german-contact.tsx', 'GermanContact');
    type(/^Message/, 'zu kurz');
    type(/^Your name/, '');
    await screen.findByText('Bitte ausfüllen.');
    expect(screen.getByText('Mindestens 10 Zeichen.')).toBeTruthy();
  });

  it('asks the server, while somebody types, which names are taken', async () => {
    const done: string[] = [];
    await open('sign-up-page.tsx', 'SignUpPage', { onDone: () => done.push('done') });
    type('Name', 'root');
    await screen.findByText('root is taken.', undefined, { timeout: 5000 });
    type('Name', 'ada');
    expect(screen.queryByText('root is taken.')).toBe(null);
    press('Sign up');
    await waitFor(() => expect(done).toEqual(['done']));
  });

  it('has the choices of whoever asks', async () => {
    await open('assign-page.tsx', 'AssignPage', { ticketId: 7 });
    await screen.findByRole('option', { name: 'First Line' });
    expect(screen.queryByRole('option', { name: 'Second Line' })).toBe(null);
  });

  it('sends a file', async () => {
    const printed = vi.spyOn(console, 'log').mockReturnValue();
    await open('badge-page.tsx', 'BadgePage');
    type('Name', 'Ada');
    type('Floor', '3');
    // The smallest picture that is one.
    const dot =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const bytes = Uint8Array.from(atob(dot), (letter) => letter.charCodeAt(0));
    const photo = new File([bytes], 'me.png', { type: 'image/png' });
    fireEvent.change(screen.getByLabelText('Photo'), { target: { files: [photo] } });
    press('Print');
    await waitFor(() => expect(printed.mock.calls).toEqual([[`${bytes.length} bytes`]]));
    printed.mockRestore();
  });

  it('edits a record with dates and lists, from another zone than that of the server', async () => {
    const zone = process.env['TZ'];
    process.env['TZ'] = 'America/New_York';
    onTestFinished(() => {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    });
    const stops = [{ place: 'Kyoto', arrives: '2026-01-05T15:00:00.000Z' }];
    await open('trip-page.tsx', 'TripPage', { trip: { title: 'East', stops, notes: ['slow'] } });
    expect(arrivals()).toEqual(['2026-01-05T10:00']);
    press('Add a stop');
    const [, place] = screen.getAllByLabelText('Place');
    const [, arrives] = screen.getAllByLabelText('Arrives');
    if (!place || !arrives) throw new Error('There are two stops');
    fireEvent.change(place, { target: { value: 'Nara' } });
    fireEvent.change(arrives, { target: { value: '2026-07-05T10:00' } });
    press('Add a note');
    type('Note 2', 'steady');
    fireEvent.click(screen.getAllByRole('button', { name: 'Remove' })[0] ?? place);
    const asked = vi.spyOn(globalThis, 'fetch');
    onTestFinished(() => asked.mockRestore());
    press('Save');
    // What was saved is what it goes back to.
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Discard changes' })).toBe(null));
    const sent = new Request('http://page.test', asked.mock.calls.at(-1)?.[1]);
    expect(await sent.json()).toMatchObject({
      args: {
        title: 'East',
        stops: [{ place: 'Nara', arrives: '2026-07-05T14:00:00.000Z' }],
        notes: ['slow', 'steady'],
      },
    });
    type('Title', 'West');
    press('Discard changes');
    expect(screen.getByLabelText('Title')).toHaveProperty('value', 'East');
    expect(arrivals()).toEqual(['2026-07-05T10:00']);
  });

  it('sends the lines of an order', async () => {
    await open('order-page.tsx', 'OrderPage');
    press('Add');
    const [, second] = screen.getAllByLabelText('Sku');
    if (second === undefined) throw new Error('There are two lines');
    fireEvent.change(second, { target: { value: 'much too long' } });
    press('Order');
    await screen.findByText('Use at most 8 characters.');
    expect(document.activeElement).toBe(second);
  });

  it('gives feedback with React Hook Form', async () => {
    const done: string[] = [];
    await open('feedback-page.tsx', 'FeedbackPage', { onDone: () => done.push('done') });
    type(/^Stars/, '9');
    press('Give');
    await waitFor(() => expect(screen.getByRole('alert').textContent).not.toBe(''));
    expect(done).toEqual([]);
    type(/^Stars/, '5');
    press('Give');
    await waitFor(() => expect(done).toEqual(['done']));
  });
});
