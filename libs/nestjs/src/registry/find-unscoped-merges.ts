import { argumentsOf, contextParams, type FunctionDeclaration, type Graph } from '@mizan/protocol';

/**
 * Warnings about mutations whose merge cannot say which instance of a context it is for: they take none of the params
 * that tell instances apart, so every view of the context would get the value (PROTOCOL 6).
 */
export function findUnscopedMerges(graph: Graph): readonly string[] {
  return graph.functions.flatMap((mutation) =>
    (mutation.merge ?? []).flatMap((context) => {
      const missing = contextParams(graph, context)
        .filter(({ name, required }) => required && !takes(mutation, name))
        .map(({ name }) => `"${name}"`);
      if (missing.length === 0) return [];
      return [
        `"${mutation.name}" merges into the context "${context}" without ${missing.join(' and ')}, so its result goes into ` +
          'every view of that context. Let it take a param of that name, or say `affects` instead.',
      ];
    }),
  );
}

function takes(mutation: FunctionDeclaration, param: string): boolean {
  return argumentsOf(mutation).some(({ name }) => name === param);
}
