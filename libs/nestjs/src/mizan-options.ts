import type { FactoryProvider, ModuleMetadata } from '@nestjs/common';
import type { CacheOptions } from './cache/index.js';
import type { CsrfOptions } from './csrf/index.js';
import type { EdgeOptions } from './edge/index.js';
import { MizanBootError } from './errors/index.js';
import type { FormsOptions } from './forms/index.js';
import type { MountOptions } from './http/mount-path.js';
import type { ReadIdentity } from './identity/index.js';
import type { RealtimeOptions } from './realtime/index.js';
import type { TokenKind, TokensOptions } from './tokens/index.js';
import type { UploadOptions } from './uploads/index.js';
import type { WebSocketOptions } from './ws/index.js';

/** What can be computed when the app starts. `Request` is that of the adapter. */
export interface MizanSettings<Request = unknown> {
  /**
   * Who sent a request.
   * @default reads `request.user`, as passport and most guards leave it
   */
  readonly identity?: ReadIdentity<Request>;
  /** How calls from other sites are kept out. The defaults are safe for one process. */
  readonly csrf?: CsrfOptions;
  /** Remembers what contexts answered, until it is stale. @default nothing is cached */
  readonly cache?: CacheOptions<Request>;
  /** What caches between the app and its callers are told. @default nothing; every answer is `no-store` */
  readonly edge?: EdgeOptions;
  /** Tokens that say who calls, before any session. @default none is looked at */
  readonly tokens?: TokensOptions;
  /**
   * How the socket is served.
   * @default it is at '/ws' when a function says `websocket: true`, with limits that are safe
   */
  readonly websocket?: WebSocketOptions;
  /** How forms are shown and checked. @default as they are declared, in English */
  readonly forms?: FormsOptions;
  /** What multipart bodies may be, and where their files are kept. @default limits that are safe */
  readonly uploads?: UploadOptions;
  /**
   * How the processes of an app reach each other, for channels and live views.
   * @default they do not: each reaches its own sockets, which is all of them where there is one process
   */
  readonly realtime?: RealtimeOptions;
}

/** Options of `MizanModule.forRoot`. Each has a safe default. */
export interface MizanOptions<Request = unknown> extends MountOptions, MizanSettings<Request> {}

/** Options of `MizanModule.forRootAsync`: path and kinds of tokens stay values, all else comes from the factory. */
export interface MizanAsyncOptions<Request = unknown> extends MountOptions {
  readonly imports?: ModuleMetadata['imports'];
  readonly inject?: FactoryProvider['inject'];
  /**
   * The kinds of tokens that the factory configures: their functions are part of the app's declarations, which are read
   * where no factory is called. The app does not start when the factory returns others.
   * @default none
   */
  readonly tokens?: readonly TokenKind[];
  /**
   * Whether the factory returns `forms.translate`: a generated client shows what the server says then, and no texts of its
   * own. The app does not start when the factory does otherwise.
   * @default false
   */
  readonly translatedForms?: boolean;
  /** Gets what `inject` names, in its order. */
  readonly useFactory: (...dependencies: never[]) => MizanSettings<Request> | Promise<MizanSettings<Request>>;
}

export const settingsToken = Symbol('mizan.settings');

// A record, so that the compiler misses one that is added.
const known: Readonly<Record<keyof MizanSettings, true>> = {
  identity: true,
  csrf: true,
  cache: true,
  edge: true,
  tokens: true,
  websocket: true,
  forms: true,
  realtime: true,
  uploads: true,
};

/**
 * The settings, if all of them are known: one that is spelled wrong would silently not hold.
 *
 * @throws MizanBootError
 */
export function checkSettings<Settings extends object>(settings: Settings): Settings {
  const unknown = Object.keys(settings).filter((option) => !Object.hasOwn(known, option));
  if (unknown.length === 0) return settings;
  throw new MizanBootError(
    unknown.map((option) => ({
      where: 'MizanModule',
      problem: `it has no option '${option}'`,
      fix: 'Leave it out, or correct its name.',
    })),
  );
}
