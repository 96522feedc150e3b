import type { ApplicationConfig } from '@nestjs/core';
import { toCacheRule } from '../declare/cache-rule.js';
import { enhancerName, interceptorsOf } from '../discover/enhancers.js';
import { resultRecorder } from '../dispatch/result-recorder.js';
import type { MizanRegistry } from '../registry/mizan-registry.js';
import type { OriginCache } from './origin-cache.js';

/**
 * Contexts that are cached once for everybody though interceptors stand around their functions: what one makes of an
 * answer for the first caller, all get. A warning, since most interceptors log or measure; none where the app has told
 * by what answers differ, be it by nothing.
 */
export function findChangedAnswers(
  cache: Pick<OriginCache, 'contexts' | 'varies'> | undefined,
  { contexts }: Pick<MizanRegistry, 'contexts'>,
  config: ApplicationConfig,
): readonly string[] {
  if (cache === undefined || cache.varies) return [];
  const shared = cache.contexts.filter(({ isCached, isPublic }) => isCached && isPublic);
  const found = shared.flatMap(({ context }) => {
    const names = (contexts.get(context)?.members ?? [])
      .filter(({ record }) => toCacheRule(record.metadata.cache).dependsOnRequest !== false)
      .flatMap(({ record }) => interceptorsOf(record, config))
      .filter((interceptor) => interceptor !== resultRecorder)
      .map(enhancerName);
    return names.length === 0 ? [] : [`"${context}" (${[...new Set(names)].join(', ')})`];
  });
  if (found.length === 0) return [];
  return [
    `Cached once for everybody, with interceptors around their functions: ${found.join(', ')}. If one changes an answer by the request, as by its language, all get what the first caller got: name that in \`cache.vary\`. If none does, say \`cache: { dependsOnRequest: false }\` of the functions.`,
  ];
}
