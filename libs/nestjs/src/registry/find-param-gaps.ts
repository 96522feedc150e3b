import { contextMembers, contextNames, contextParams, type Graph } from '@mizan/protocol';

/**
 * Warnings about params that clients may leave out although a function of the context requires them: every such read
 * fails. The protocol has it so, because another function of the context does without.
 */
export function findParamGaps(graph: Graph): readonly string[] {
  return contextNames(graph).flatMap((context) => {
    const members = contextMembers(graph, context);
    return contextParams(graph, context)
      .filter(({ required }) => !required)
      .flatMap(({ name }) => {
        const takers = members.filter(({ input }) =>
          input?.some((field) => field.name === name && field.required),
        );
        if (takers.length === 0) return [];
        const functions = takers.map((taker) => `"${taker.name}"`).join(', ');
        return [
          `The context "${context}" can be read without "${name}", but ${functions} requires it, so each such read fails. ` +
            'Let all functions of the context require it, or none.',
        ];
      });
  });
}
