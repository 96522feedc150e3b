import fastifyCookie from '@fastify/cookie';
import fastifySession, { MemoryStore as FastifyStore } from '@fastify/session';
import { Body, Controller, Injectable, type INestApplication, Post, Req } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import session from 'express-session';
import { Identity, MizanClient, type MizanIdentity, type MizanOptions, Typed } from '../src/index.js';
import { type AdapterName, type StartedApp, startApp, type StartOptions } from './start-app.js';

/** What express-session and @fastify/session have in common. */
interface Session {
  user?: string | undefined;
  regenerate(done: (error: unknown) => void): void;
  destroy(done: (error: unknown) => void): void;
}

interface SessionRequest {
  readonly session?: Session | null;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** The people of the app; tests change their rights, and remove them. */
export type People = Map<string, MizanIdentity>;

export function person(id: string, rights: Partial<MizanIdentity> = {}): [string, MizanIdentity] {
  return [id, { id, isStaff: false, isSuperuser: false, permissions: [], ...rights }];
}

@Controller()
class SignInController {
  @Post('sign-in')
  async signIn(@Req() request: SessionRequest, @Body('id') id: string): Promise<void> {
    await settled((done) => request.session?.regenerate(done));
    if (request.session) request.session.user = id;
  }

  /** As some apps do it: the session lives on, with nobody in it. */
  @Post('leave')
  leave(@Req() { session: current }: SessionRequest): void {
    if (current) current.user = undefined;
  }

  @Post('sign-out')
  signOut(@Req() { session: current }: SessionRequest): Promise<void> {
    return settled((done) => current?.destroy(done));
  }
}

class WhoAmI {
  @Typed() id!: string;
  @Typed() staff!: boolean;
}

@Injectable()
class WhoFunctions {
  @MizanClient({ auth: true, output: WhoAmI })
  whoami(@Identity() who: MizanIdentity | null): WhoAmI {
    return { id: String(who?.id), staff: who?.isStaff === true };
  }
}

/** The store that both session libraries have for tests, which two apps may share. */
export function createSessionStore(adapter: AdapterName): session.MemoryStore | FastifyStore {
  return adapter === 'express' ? new session.MemoryStore() : new FastifyStore();
}

export interface SessionAppOptions {
  readonly adapter: AdapterName;
  readonly people?: People;
  readonly tokens: MizanOptions['tokens'];
  /** `null` for an app whose author forgot it. */
  readonly store?: ReturnType<typeof createSessionStore> | null;
  /** Milliseconds for which a session lives. */
  readonly maxAge?: number;
  readonly start?: StartOptions;
  readonly imports?: NonNullable<Parameters<typeof startApp>[0]['imports']>;
  readonly providers?: NonNullable<Parameters<typeof startApp>[0]['providers']>;
}

/**
 * An app whose people sign in with a cookie of the adapter's session library; or, without a session, with the header
 * `X-Api-Key` that holds their id.
 */
export async function startSessionApp(options: SessionAppOptions): Promise<SessionApp> {
  const { adapter, people = new Map([person('ada')]), tokens, imports = [], providers = [] } = options;
  const identity = ({ session: current, headers }: SessionRequest) =>
    people.get(headers['x-api-key'] ?? current?.user ?? '') ?? null;
  const app = await startApp(
    { imports, controllers: [SignInController], providers: [WhoFunctions, ...providers] },
    {
      adapter,
      mizan: { identity, tokens } as MizanOptions,
      configure: (created) => useSessions(created, options),
      ...options.start,
    },
  );
  return { ...app, open: () => new Browser(app) };
}

export interface SessionApp extends StartedApp {
  /** A browser that nobody has signed in with. */
  open(): Browser;
}

export interface JwtPair {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
}

/** Keeps cookies, and says that its pages are of the same site. */
export class Browser {
  cookie = '';

  constructor(private readonly app: StartedApp) {}

  async post(path: string, body: object = {}): Promise<Response> {
    const response = await this.app.fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Cookie: this.cookie },
      body: JSON.stringify(body),
    });
    const [set] = response.headers.getSetCookie();
    if (set !== undefined) this.cookie = set.split(';', 1)[0] ?? '';
    return response;
  }

  async signIn(id: string): Promise<void> {
    await this.post('/sign-in', { id });
  }

  call(fn: string, args?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return this.app.call(fn, args, { Cookie: this.cookie, 'Sec-Fetch-Site': 'same-origin', ...headers });
  }

  async obtain(): Promise<JwtPair> {
    return readResult(await this.call('jwt_obtain'));
  }
}

/** The result of a call that succeeded. */
export async function readResult<Result>(response: Response): Promise<Result> {
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${response.status}: ${text}`);
  return JSON.parse(text).result;
}

async function useSessions(
  app: INestApplication,
  { adapter, store = createSessionStore(adapter), maxAge }: SessionAppOptions,
): Promise<void> {
  if (store === null) return;
  const secret = 'a secret for cookies of 32 bytes';
  const cookie = { secure: false, ...(maxAge !== undefined && { maxAge }) };
  if (store instanceof session.MemoryStore) {
    app.use(session({ secret, store, cookie, resave: false, saveUninitialized: false }));
    return;
  }
  // The adapter says which of Nest's apps it is.
  const fastify = app as NestFastifyApplication;
  await fastify.register(fastifyCookie);
  await fastify.register(fastifySession, { secret, store, cookie, saveUninitialized: false });
}

function settled(begin: (done: (error: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    begin((error) => (error ? reject(new Error('The session failed', { cause: error })) : resolve()));
  });
}
