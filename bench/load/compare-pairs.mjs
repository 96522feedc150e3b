// @ts-check

/** @typedef {import('../../scripts/bench.mjs').BenchRow} BenchRow */
/** @typedef {readonly [ours: number, baseline: number]} Pair */

/** @param {readonly number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/**
 * The median of the pairs' ratios: what else the machine does falls on both of a pair.
 *
 * @param {string} measure
 * @param {readonly Pair[]} pairs
 * @param {{ readonly atLeast: number } | { readonly atMost: number }} [bound] left out, it is only told
 * @returns {BenchRow}
 */
export function comparePairs(measure, pairs, bound) {
  const ratio = median(pairs.map(([ours, baseline]) => ours / baseline));
  const row = {
    measure,
    ours: median(pairs.map(([ours]) => ours)),
    baseline: median(pairs.map(([, baseline]) => baseline)),
    ratio,
  };
  if (bound === undefined) return row;
  if ('atLeast' in bound) return { ...row, target: bound.atLeast, met: ratio >= bound.atLeast };
  return { ...row, target: bound.atMost, met: ratio <= bound.atMost };
}
