import {
  checkGraph,
  contextNames,
  describeDefect,
  describeRefusal,
  findRefusals,
  type Graph,
} from '@mizan/protocol';
import type { ChannelRecord } from '../channels/channel-record.js';
import type { FunctionRecord } from '../discover/function-record.js';
import type { BootProblem } from '../errors/index.js';

/** What the protocol finds wrong with a graph (PROTOCOL 7), with the methods that it is about. */
export function findGraphProblems(
  graph: Graph,
  records: readonly FunctionRecord[],
  channels: readonly ChannelRecord[] = [],
): readonly BootProblem[] {
  const contexts = contextNames(graph);
  return [
    ...findRefusals(graph).map((reason) =>
      toProblem(channelPlaceOf(reason, channels) ?? placeOf(reason, records), describeRefusal(reason)),
    ),
    ...checkGraph(graph).map((defect) =>
      toProblem(placeOf(defect, records), describeDefect(defect, contexts)),
    ),
  ];
}

function channelPlaceOf(reason: object, channels: readonly ChannelRecord[]): string | undefined {
  if (!('channel' in reason)) return undefined;
  const classes = channels.filter(({ name }) => name === reason.channel).map(({ className }) => className);
  return classes.length === 0 ? undefined : classes.join(' and ');
}

function placeOf(subject: object, records: readonly FunctionRecord[]): string {
  const names = functionNames(subject);
  const sites = records.filter(({ name }) => names.has(name)).map(siteOf);
  return sites.length === 0 ? 'The declarations' : sites.join(' and ');
}

function siteOf({ className, methodName }: FunctionRecord): string {
  return `${className}.${methodName}`;
}

function functionNames(subject: object): ReadonlySet<unknown> {
  const {
    function: name,
    first_fn: first,
    second_fn: second,
  } = subject as {
    readonly function?: unknown;
    readonly first_fn?: unknown;
    readonly second_fn?: unknown;
  };
  return new Set([name, first, second]);
}

// The protocol says "what is wrong: what would be right.", and no name in it holds a colon and a space.
function toProblem(where: string, sentence: string): BootProblem {
  const at = sentence.lastIndexOf(': ');
  const fix = sentence.slice(at + 2);
  return { where, problem: sentence.slice(0, at), fix: fix.charAt(0).toUpperCase() + fix.slice(1) };
}
