import type { ClientPlan } from '../plan/client-plan.js';

/** React keeps `key` to itself; the others are props that every provider has. */
const takenProps = new Set(['children', 'key', 'skip']);

/** Params that a provider could not take as props: given them, it would wait for ever. */
export function findPropClashes({ contexts }: ClientPlan): readonly string[] {
  return contexts.flatMap(({ wireName, params }) =>
    params
      .filter(({ name }) => takenProps.has(name))
      .map(
        ({ name }) =>
          `Context ${JSON.stringify(wireName)} has a param "${name}", which no React provider can take as a prop: rename it on the server.`,
      ),
  );
}
