import path from 'node:path';

import type { MizanConfig } from '../config/mizan-config.js';

/** What must be watched for a configuration. */
export interface WatchedPlaces {
  /** Files, and folders with all that is in them. */
  readonly places: readonly string[];
  /** Whether a path within them is of no interest. */
  readonly isIgnored: (place: string, isFile: boolean) => boolean;
}

const sourceEndings: Readonly<Record<MizanConfig['source']['kind'], RegExp>> = {
  nest: /\.(?:[cm]?[jt]s|json)$/,
  django: /\.(?:py|toml)$/,
  script: /./,
  file: /./,
};

/** Finds what to watch. Never the output, nor packages, nor anything whose name begins with a dot. */
export function watchedPlaces(configFile: string, config: MizanConfig | undefined): WatchedPlaces {
  const own = path.resolve(configFile);
  if (config === undefined) return { places: [own], isIgnored: () => false };
  const { source, output } = config;
  const roots = [...new Set(rootsOf(source))];
  const isIgnored = (place: string, isFile: boolean): boolean => {
    if (place === own || roots.includes(place)) return false;
    const root = roots.find((each) => isWithin(each, place));
    if (root === undefined || isWithin(output, place)) return true;
    const parts = path.relative(root, place).split(path.sep);
    if (parts.some((part) => part.startsWith('.') || excluded.has(part))) return true;
    return isFile && !sourceEndings[source.kind].test(place);
  };
  return { places: [own, ...roots], isIgnored };
}

const excluded = new Set(['node_modules', '__pycache__', 'coverage']);

function rootsOf(source: MizanConfig['source']): readonly string[] {
  switch (source.kind) {
    case 'file':
      return [source.path];
    case 'nest':
      return [source.cwd, path.dirname(source.module)];
    case 'django':
      return [source.cwd, path.dirname(source.managePath)];
    case 'script':
      return [source.cwd];
  }
}

function isWithin(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
}
