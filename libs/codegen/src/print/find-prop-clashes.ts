import type { ClientPlan, PlannedParam } from '../plan/client-plan.js';

/** React keeps `key` to itself; the others are props that every provider has. */
const takenProps = new Set(['children', 'key', 'live', 'skip']);

/** Params that a provider could not take as props: given them, it would wait for ever. */
export function findPropClashes({ contexts }: ClientPlan): readonly string[] {
  return contexts.flatMap(({ wireName, params }) =>
    params.filter(({ name }) => takenProps.has(name)).map((param) => describeClash(wireName, param)),
  );
}

function describeClash(context: string, { name, declaredBy }: PlannedParam): string {
  const owners = declaredBy.map((owner) => JSON.stringify(owner)).join(', ');
  const from = owners === '' ? '' : ` (from ${declaredBy.length === 1 ? 'function' : 'functions'} ${owners})`;
  return `Context ${JSON.stringify(context)} has a param "${name}"${from}, which no React provider can take as a prop: rename it on the server.`;
}
