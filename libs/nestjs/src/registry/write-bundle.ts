import { compareCodePoints } from '@mizan/protocol';

/**
 * Makes, once per context, what joins the members' JSON texts to a bundle (PROTOCOL 2): keys sorted by code point,
 * texts taken in declared order.
 */
export function compileBundleWriter(names: readonly string[]): (results: readonly string[]) => string {
  const parts = names
    .map((name, index) => ({ name, index }))
    .sort((a, b) => compareCodePoints(a.name, b.name))
    .map(({ name, index }, place) => ({ head: `${place === 0 ? '{' : ','}${JSON.stringify(name)}:`, index }));
  return (results) => {
    let bundle = '';
    for (const { head, index } of parts) bundle += head + (results[index] ?? 'null');
    return `${bundle}}`;
  };
}
