import { fileURLToPath } from 'node:url';

/** What the desk reads from its environment. Everything has a default, so that Node alone suffices. */
export interface Settings {
  /** `PORT`: where page and API listen; 0 takes a free port. @default 3000 */
  readonly port: number;
  /** `HOST`: the address to listen on. @default '127.0.0.1' */
  readonly host: string;
  /** `DATABASE_URL`: a Postgres to use instead of the file. @default undefined */
  readonly databaseUrl: string | undefined;
  /** `DESK_FILE`: the file that holds the SQLite database. @default desk.sqlite in this package */
  readonly databaseFile: string;
  /** `REDIS_URL`: a Redis or Valkey for any number of processes: keeps stored answers, and carries what they tell each other. @default undefined: one process, and its memory */
  readonly redisUrl: string | undefined;
  /** `CACHE_SECRET`: makes the keys of stored answers, from 32 bytes; processes on one Redis need the same. @default one of each process's own */
  readonly cacheSecret: string | undefined;
  /** `SESSION_SECRET`: signs the session cookie. @default one that is made once and kept in the database */
  readonly sessionSecret: string | undefined;
  /** `DESK_WEB`: the folder of the built page. @default ../desk-web/dist */
  readonly pageFolder: string;
}

/** @throws Error when `PORT` is no port number. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  return {
    port: readPort(env.PORT),
    host: env.HOST || '127.0.0.1',
    databaseUrl: env.DATABASE_URL || undefined,
    databaseFile: env.DESK_FILE || besidePackage('desk.sqlite'),
    redisUrl: env.REDIS_URL || undefined,
    cacheSecret: env.CACHE_SECRET || undefined,
    sessionSecret: env.SESSION_SECRET || undefined,
    pageFolder: env.DESK_WEB || besidePackage('../desk-web/dist'),
  };
}

function readPort(text = '3000'): number {
  const port = Number(text);
  if (text.trim() !== '' && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`PORT is "${text}". Give a number from 0 to 65535; 0 takes a free port.`);
}

function besidePackage(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
