import { useContextReads } from './context-reads.js';

/** Shows, with `?debug` in the address, which reads the server answered from its cache. */
export function CacheCorner() {
  const { counts, latest } = useContextReads();
  return (
    <aside className="cache-corner" aria-label="Cache of the server">
      <p>
        <span data-reads="hit">{tell(counts.hit, 'hit', 'hits')}</span>
        <span data-reads="miss">{tell(counts.miss, 'miss', 'misses')}</span>
      </p>
      <ol reversed start={latest[0]?.number}>
        {latest.map(({ number, view, state }) => (
          <li key={number} data-state={state}>
            <span className="read-state">{state}</span> {view}
          </li>
        ))}
      </ol>
    </aside>
  );
}

function tell(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
