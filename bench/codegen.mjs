// @ts-check
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { buildIr } from '@mizan/protocol';
import { emitKdl } from '@mizan/protocol/kdl';

import { workspaceRoot } from '../scripts/run-command.mjs';

/** @typedef {import('../scripts/bench.mjs').BenchRow} BenchRow */
/** @typedef {import('@mizan/protocol').FunctionDeclaration} FunctionDeclaration */
/** @typedef {import('@mizan/protocol').Shape} Shape */

/** What the whole command may take more than Node alone, in seconds. */
const budget = 0.4;
const functions = 1000;
const rounds = 12;

const cli = join(workspaceRoot, 'libs/codegen/dist/bin/mizan-generate.js');
const inMemory = join(workspaceRoot, 'bench/codegen/in-memory.mjs');

/** @type {Shape} */
const integer = { kind: 'primitive', name: 'integer' };
/** @type {Shape} */
const string = { kind: 'primitive', name: 'string' };
/** @type {Shape} */
const state = { kind: 'enum', values: ['open', 'waiting', 'closed'] };

/**
 * The KDL of a server of four functions a context (a read with a list, a read of one, two mutations) and one struct for
 * every five functions.
 */
function largeServer() {
  const types = Array.from({ length: functions / 5 }, (_, index) => [
    `Record${index}`,
    {
      fields: [
        { name: 'id', shape: integer, required: true },
        { name: 'title', shape: string, required: true },
        { name: 'state', shape: state, required: false, default: 'open' },
        { name: 'note', shape: { kind: 'optional', item: string }, required: false },
      ],
    },
  ]);
  const declared = Array.from({ length: functions }, (_, index) => largeFunction(index));
  return emitKdl(buildIr({ types: Object.fromEntries(types), functions: declared, channels: [] }));
}

/**
 * @param {number} index
 * @returns {FunctionDeclaration}
 */
function largeFunction(index) {
  const context = `context_${Math.floor(index / 4)}`;
  /** @type {Shape} */
  const record = { kind: 'ref', name: `Record${index % (functions / 5)}` };
  return {
    name: `function_${index}`,
    input: [{ name: `${context}_id`, shape: integer, required: true }],
    output: index % 4 === 0 ? { kind: 'list', item: record } : record,
    ...(index % 4 < 2 ? { context } : { affects: [{ context }] }),
  };
}

/**
 * @param {readonly string[]} args of Node
 * @param {string} cwd
 * @returns {{ readonly seconds: number, readonly output: string }}
 */
function timeNode(args, cwd) {
  const startedAt = performance.now();
  const output = execFileSync(process.execPath, [...args], { cwd, encoding: 'utf8' });
  return { seconds: (performance.now() - startedAt) / 1000, output };
}

/**
 * The best of several rounds in turn: whatever else the machine does can only add to a time.
 *
 * @returns {Promise<readonly BenchRow[]>}
 */
export async function run() {
  const parent = join(workspaceRoot, 'temp/bench');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'codegen-'));
  writeFileSync(join(folder, 'api.kdl'), largeServer());
  writeFileSync(
    join(folder, 'mizan.toml'),
    'output = "out"\ntargets = ["react"]\n\n[source.file]\npath = "api.kdl"\n',
  );
  let [start, memory, command] = [Infinity, Infinity, Infinity];
  for (let round = 0; round < rounds; round += 1) {
    start = Math.min(start, timeNode(['-e', '0'], folder).seconds);
    memory = Math.min(memory, Number(timeNode([inMemory, 'api.kdl'], folder).output));
    rmSync(join(folder, 'out'), { recursive: true, force: true });
    command = Math.min(command, timeNode([cli], folder).seconds);
  }
  rmSync(folder, { recursive: true });
  return [
    row(`${functions} functions, KDL in memory, cold: s`, memory, start, budget),
    row(`${functions} functions, whole command: s, next to Node's start`, command, start, start + budget),
  ];
}

/**
 * @param {string} measure
 * @param {number} ours
 * @param {number} baseline
 * @param {number} limit what `ours` may be
 * @returns {BenchRow}
 */
function row(measure, ours, baseline, limit) {
  return { measure, ours, baseline, ratio: ours / baseline, target: limit / baseline, met: ours <= limit };
}
