import type { FactoryProvider, ModuleMetadata } from '@nestjs/common';
import type { CsrfOptions } from './csrf/index.js';
import type { MountOptions } from './http/mount-path.js';
import type { ReadIdentity } from './identity/index.js';

/** What can be computed when the app starts. `Request` is that of the adapter. */
export interface MizanSettings<Request = unknown> {
  /**
   * Who sent a request.
   * @default reads `request.user`, as passport and most guards leave it
   */
  readonly identity?: ReadIdentity<Request>;
  /** How calls from other sites are kept out. The defaults are safe for one process. */
  readonly csrf?: CsrfOptions;
}

/** Options of `MizanModule.forRoot`. Each has a safe default. */
export interface MizanOptions<Request = unknown> extends MountOptions, MizanSettings<Request> {}

/** Options of `MizanModule.forRootAsync`: the path stays a value, all else comes from the factory. */
export interface MizanAsyncOptions<Request = unknown> extends MountOptions {
  readonly imports?: ModuleMetadata['imports'];
  readonly inject?: FactoryProvider['inject'];
  /** Gets what `inject` names, in its order. */
  readonly useFactory: (...dependencies: never[]) => MizanSettings<Request> | Promise<MizanSettings<Request>>;
}

export const settingsToken = Symbol('mizan.settings');
