import { readFile } from 'node:fs/promises';

import { expect } from 'vitest';

import { createConformanceApp } from '../../apps/conformance/src/index.js';
import { misplacedKeys } from './key-order.js';
import { fillIn } from './match-vector.js';
import type { VectorCase, VectorRun } from './vector-run.js';

export interface HttpVector {
  readonly title: string;
  /** Who calls; null for nobody. */
  readonly as: string | null;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly json?: unknown;
    /** A body sent as it is. */
    readonly raw?: string;
    /** The fields of a multipart body, files among them. */
    readonly multipart?: Readonly<Record<string, string | MultipartFile>>;
    /** False: the session's cookie, and nothing that proves where the call comes from. */
    readonly csrf?: boolean;
  };
  readonly response: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly json?: unknown;
    readonly set_cookie?: readonly string[];
  };
}

interface MultipartFile {
  readonly filename: string;
  readonly type: string;
  readonly content: string;
}

type App = Awaited<ReturnType<typeof createConformanceApp>>;

/** `http.json`: every request gets its answer from the fixture app, on each platform. */
export async function runHttp(file: string): Promise<VectorRun> {
  const vectors: readonly HttpVector[] = JSON.parse(await readFile(file, 'utf8'));
  const apps = await Promise.all([startApp('express'), startApp('fastify')]);
  return {
    cases: apps.flatMap(({ platform, app }) =>
      vectors.map((vector): VectorCase => ({
        title: `${platform}: ${vector.title}`,
        run: () => runHttpVector(app, vector),
      })),
    ),
    close: async () => void (await Promise.all(apps.map(({ app }) => app.close()))),
  };
}

async function startApp(platform: 'express' | 'fastify') {
  return { platform, app: await createConformanceApp({ platform }) };
}

export async function runHttpVector(
  app: App,
  { as: caller, request, response: expected }: HttpVector,
): Promise<void> {
  const response = await send(app, caller, request);
  const text = await response.text();
  expect(text).not.toContain('secret internals');
  expect({ status: response.status, body: readJson(text) }).toEqual({
    status: expected.status,
    body: 'json' in expected ? fillIn(expected.json, readJson(text)) : readJson(text),
  });
  expectHeaders(response.headers, expected);
  if (request.path.startsWith('/ctx/') && response.ok) expect(misplacedKeys(text)).toEqual([]);
}

function send(app: App, caller: string | null, request: HttpVector['request']): Promise<Response> {
  const known = app.headersFor(caller, request.csrf === false ? { csrf: false } : {});
  const { multipart } = request;
  // Of a multipart body the type has a boundary, which only `fetch` knows.
  const isJson = request.method !== 'GET' && multipart === undefined;
  const type = isJson ? { 'Content-Type': 'application/json' } : {};
  const body = multipart === undefined ? textOf(request) : toFormData(multipart);
  return fetch(app.baseUrl + request.path, {
    method: request.method,
    headers: { ...known, ...type },
    redirect: 'manual',
    ...(body !== undefined && { body }),
  });
}

function textOf(request: HttpVector['request']): string | undefined {
  return request.raw ?? ('json' in request ? JSON.stringify(request.json) : undefined);
}

function toFormData(fields: NonNullable<HttpVector['request']['multipart']>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([value.content], { type: value.type }), value.filename);
  }
  return form;
}

function expectHeaders(
  headers: Headers,
  { headers: listed = {}, set_cookie = [] }: HttpVector['response'],
): void {
  const invalidate = 'X-Mizan-Invalidate';
  const names = [...Object.keys(listed), invalidate];
  const actual = Object.fromEntries(names.map((name) => [name, headers.get(name)]));
  expect(actual).toEqual({ [invalidate]: null, ...listed });
  const cookies = headers.getSetCookie().map((cookie) => cookie.slice(0, cookie.indexOf('=')));
  for (const name of set_cookie) expect(cookies).toContain(name);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { notJson: text };
  }
}
