import {
  type DynamicModule,
  type INestApplication,
  type LoggerService,
  Module,
  type ModuleMetadata,
  type NestApplicationOptions,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type BootProblem, MizanBootError, MizanModule, type MizanOptions } from '../src/index.js';
import { Relay } from '../src/realtime/index.js';

export type AdapterName = 'express' | 'fastify';

export const adapters: readonly AdapterName[] = ['express', 'fastify'];

export interface StartOptions {
  readonly adapter?: AdapterName;
  readonly mizan?: MizanOptions;
  readonly nest?: NestApplicationOptions;
  readonly fastify?: {
    readonly bodyLimit?: number;
    /** Without encryption. */
    readonly http2?: boolean;
    readonly ignoreTrailingSlash?: boolean;
    readonly routerOptions?: { readonly ignoreTrailingSlash?: boolean };
  };
  /** In the place of the app's own, for several apps in one test. */
  readonly relay?: Relay;
  /** What a `main.ts` does between creating the app and listening. */
  readonly configure?: (app: INestApplication) => void | Promise<void>;
}

/** An app that listens on a free port of this machine, and the calls that tests make. */
export interface StartedApp {
  readonly app: INestApplication;
  readonly origin: string;
  readonly logged: readonly LogLine[];
  fetch(path: string, init?: RequestInit): Promise<Response>;
  call(fn: string, args?: unknown, headers?: Record<string, string>): Promise<Response>;
  context(name: string, query?: string, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

export interface LogLine {
  readonly level: string;
  readonly text: string;
}

/** Creates an app around these providers without starting it. */
export async function createApp(
  metadata: ModuleMetadata,
  { adapter = 'express', mizan, nest, fastify, relay }: StartOptions = {},
  logged: LogLine[] = [],
): Promise<INestApplication> {
  @Module({
    ...metadata,
    imports: [withRelay(MizanModule.forRoot(mizan), relay), ...(metadata.imports ?? [])],
  })
  class TestApp {}
  const options = { logger: new RecordingLogger(logged), abortOnError: false, ...nest };
  if (adapter === 'express') return NestFactory.create(TestApp, options);
  return NestFactory.create(TestApp, new FastifyAdapter(fastify), options);
}

// Of two providers of one token, Nest takes the last.
function withRelay(module: DynamicModule, relay: Relay | undefined): DynamicModule {
  if (relay === undefined) return module;
  return { ...module, providers: [...(module.providers ?? []), { provide: Relay, useValue: relay }] };
}

/** What keeps an app around these providers from starting. */
export async function findBootProblems(
  metadata: ModuleMetadata,
  options: StartOptions = {},
): Promise<readonly BootProblem[]> {
  let app: INestApplication | undefined;
  try {
    app = await createApp(metadata, options);
    await app.init();
    return [];
  } catch (error) {
    if (error instanceof MizanBootError) return error.problems;
    throw error;
  } finally {
    await app?.close();
  }
}

export async function startApp(metadata: ModuleMetadata, options: StartOptions = {}): Promise<StartedApp> {
  const logged: LogLine[] = [];
  const app = await createApp(metadata, options, logged);
  await options.configure?.(app);
  await app.listen(0, '127.0.0.1');
  const origin = await app.getUrl();
  const send = (path: string, init?: RequestInit) => fetch(origin + path, init);
  return {
    app,
    origin,
    logged,
    fetch: send,
    call: (fn, args, headers = {}) =>
      send('/api/mizan/call/', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify({ fn, args }),
      }),
    context: (name, query = '', headers = {}) => send(`/api/mizan/ctx/${name}/${query}`, { headers }),
    close: () => app.close(),
  };
}

class RecordingLogger implements LoggerService {
  constructor(private readonly lines: LogLine[]) {}

  log(...parts: readonly unknown[]): void {
    this.#keep('log', parts);
  }
  warn(...parts: readonly unknown[]): void {
    this.#keep('warn', parts);
  }
  error(...parts: readonly unknown[]): void {
    this.#keep('error', parts);
  }

  #keep(level: string, parts: readonly unknown[]): void {
    this.lines.push({
      level,
      text: parts.map((part) => (part instanceof Error ? part.stack : String(part))).join(' | '),
    });
  }
}
