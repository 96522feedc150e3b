/** What the cache has done in this process since it started, in reads of contexts that are cached. */
export interface CacheCounters {
  /** Answered from the store. */
  readonly hits: number;
  /** Computed, be it that nothing valid was stored or that nothing may be. */
  readonly misses: number;
  /** Answered with what another request was computing at that time. */
  readonly shared: number;
  /** Operations of the store that failed, or took too long. */
  readonly errors: number;
}
