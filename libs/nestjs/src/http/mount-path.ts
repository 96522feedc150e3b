import type { ApplicationConfig } from '@nestjs/core';
import type { BootProblem } from '../errors/index.js';

/** Where Mizan answers. Known before any provider exists, so an async configuration cannot change it. */
export interface MountOptions {
  /**
   * The path below which `call/`, `ctx/<name>/` and `session/` answer.
   * @default 'api/mizan', or 'mizan' below a global prefix that ends in `api`
   */
  readonly path?: string | undefined;
  /**
   * Whether the app's global prefix comes before the path, as it does before controllers.
   * @default true
   */
  readonly useGlobalPrefix?: boolean | undefined;
}

const defaultPath = 'api/mizan';

/** The base path, with a slash in front and none at the end. */
export function mountPath({ path, useGlobalPrefix = true }: MountOptions, config: ApplicationConfig): string {
  const prefix = segmentsOf(useGlobalPrefix ? config.getGlobalPrefix() : '');
  const segments = segmentsOf(path ?? defaultPath);
  // Nobody who left the path to us means `/api/api/mizan`.
  const isRepeated = path === undefined && segments[0] === prefix.at(-1);
  return `/${[...prefix, ...(isRepeated ? segments.slice(1) : segments)].join('/')}`;
}

/** What is wrong with the option `path`. Its own segment is what tells our requests from the app's. */
export function findPathProblems({ path = defaultPath }: MountOptions): readonly BootProblem[] {
  const segments = segmentsOf(path);
  if (segments.length > 0 && segments.every((segment) => /^[\w.~-]+$/.test(segment))) return [];
  return [
    {
      where: 'MizanModule path',
      problem: `'${path}' cannot be mounted`,
      fix: "Give one or more plain segments, as 'api/mizan'.",
    },
  ];
}

/** A segment that follows itself, as in `/api/api/mizan`: most often a global prefix that the path repeats. */
export function repeatedSegment(base: string): string | undefined {
  return segmentsOf(base).find((segment, index, all) => index > 0 && segment === all[index - 1]);
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '');
}
