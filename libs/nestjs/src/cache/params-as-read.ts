import { contextParams, type Graph, type Params, type ParamValue } from '@mizan/protocol';

/** The params of a target as reads of the context spell them. */
export type ParamsAsRead = (params: Params) => Params;

/**
 * A mutation may take for a text what the context takes for a number, and be sent `07` where bundles are read by `7`.
 * What no read could mean is left out, which makes the target wider.
 */
export function paramsAsRead(graph: Graph, context: string): ParamsAsRead {
  const types = new Map(contextParams(graph, context).map(({ name, type }) => [name, type]));
  return (params) =>
    Object.fromEntries(
      Object.entries(params).flatMap(([name, value]) => {
        const type = types.get(name);
        const read = type === 'integer' || type === 'number' ? toNumber(value) : value;
        return read === undefined ? [] : [[name, read]];
      }),
    );
}

function toNumber(value: ParamValue): ParamValue | undefined {
  if (value === null) return null;
  if (typeof value === 'boolean' || (typeof value === 'string' && value.trim() === '')) return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}
