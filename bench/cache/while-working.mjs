// @ts-check
import { tell } from '../load/bench-server.mjs';
import { ask } from '../load/load-round.mjs';

/** @typedef {import('../load/bench-server.mjs').BenchServer} BenchServer */
/** @typedef {import('../load/load-round.mjs').Load} Load */

/**
 * What a measurement gives, or undefined when the store was given up meanwhile: a network is late where a machine is
 * busy, and without the store it is something else that was measured.
 *
 * @param {BenchServer} server
 * @param {Load} load a read that hits, as long as there is a store
 * @param {() => Promise<number>} measure
 * @returns {Promise<number | undefined>}
 */
export async function whileWorking(server, load, measure) {
  const errors = await tell(server, { kind: 'errors' });
  const wasWorking = await isWorking(server, load);
  const measured = await measure();
  const isSound =
    wasWorking && (await isWorking(server, load)) && (await tell(server, { kind: 'errors' })) === errors;
  return isSound ? measured : undefined;
}

/**
 * Pairs of what was measured at the same time, without those of which one is missing.
 *
 * @param {readonly (number | undefined)[]} ours
 * @param {readonly (number | undefined)[]} baseline
 * @returns {import('../load/compare-pairs.mjs').Pair[]}
 * @throws {Error} when there are too few
 */
export function pairUp(ours, baseline) {
  const pairs = ours.flatMap((value, index) => {
    const other = baseline[index];
    return value === undefined || other === undefined ? [] : [/** @type {const} */ ([value, other])];
  });
  if (pairs.length * 2 >= ours.length) return pairs;
  throw new Error(`Only ${pairs.length} of ${ours.length} rounds had a store: the machine is too busy.`);
}

/**
 * Whether a server uses its store.
 *
 * @param {BenchServer} server
 * @param {Load} load a read that hits, as long as there is a store
 */
export async function isWorking(server, load) {
  await ask(server, load);
  const answer = await ask(server, load);
  return answer.headers.get('x-mizan-cache') === 'HIT';
}
