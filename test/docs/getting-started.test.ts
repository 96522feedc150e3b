// @vitest-environment happy-dom
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { type ComponentType, createElement } from 'react';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { freePort, stopChild, untilPrinted } from '../services.js';
import { readCodeBlocks } from './code-block.js';
import { compile, generate, writeProject } from './docs-project.js';

const blocks = readCodeBlocks('docs/guide/getting-started.md');

declare global {
  interface Window {
    readonly happyDOM: { setURL(url: string): void };
  }
}

/** What the browser asks, in order, as `GET /api/…`. */
const requests: string[] = [];

describe('what the start guide says, done step by step', { timeout: 180_000 }, () => {
  const project = writeProject('getting-started', blocks);
  let server: ChildProcess;
  let origin: string;

  beforeAll(async () => {
    expect(await compile(project, 'tsconfig.json')).toBe('');
    const port = await freePort();
    origin = `http://localhost:${port}`;
    window.happyDOM.setURL(`${origin}/`);
    server = spawn(process.execPath, [join(project.folder, 'dist/main.js')], {
      env: { ...process.env, PORT: String(port), NO_COLOR: '1' },
      stdio: 'pipe',
    });
    await untilPrinted(server, 'Nest application successfully started');
  }, 60_000);

  afterAll(() => stopChild(server));

  it('answers what the guide shows for its curl line', async () => {
    const at = blocks.findIndex(({ text }) => text.startsWith('curl '));
    const path = /^curl http:\/\/localhost:3000(\S+)$/m.exec(blocks[at]?.text ?? '')?.[1] ?? 'no curl line';
    const answer = await fetch(origin + path);
    // The page may lay the JSON out as it likes, but its keys are in the answer's order.
    expect(await answer.text()).toBe(JSON.stringify(JSON.parse(blocks[at + 1]?.text ?? '')));
  });

  it('generates a client with which the page compiles', async () => {
    expect(await generate(project)).toBe('');
    expect(await compile(project, 'tsconfig.web.json')).toBe('');
  });

  it('shows a page on which one click is one call and one fetch of each mounted context', async () => {
    const browserFetch = globalThis.fetch;
    globalThis.fetch = (input, init) => {
      const request = new Request(input, init);
      requests.push(`${request.method} ${new URL(request.url).pathname}`);
      return browserFetch(input, init);
    };
    const { Desk }: { Desk: ComponentType } = await import(join(project.folder, 'web/desk.tsx'));
    render(createElement(Desk));
    const button = await screen.findByRole('button', { name: 'Close' });
    await screen.findByText('Need a second monitor');
    requests.length = 0;

    fireEvent.click(button);
    await screen.findByRole('button', { name: 'Closed' });
    await waitFor(() => expect(requests).toHaveLength(3));
    expect(requests[0]).toBe('POST /api/mizan/call/');
    expect(requests.slice(1).sort()).toEqual(['GET /api/mizan/ctx/ticket/', 'GET /api/mizan/ctx/tickets/']);
  });
});
