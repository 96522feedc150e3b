import { Injectable } from '@nestjs/common';
import {
  compileMergeEntries,
  compileTargets,
  contextMembers,
  contextNames,
  type Graph,
} from '@mizan/protocol';
import { describeChannel, registerChannel, type RegisteredChannel } from '../channels/compile-channel.js';
import type { AppExploration } from '../discover/explore-app.js';
import type { FunctionRecord } from '../discover/function-record.js';
import { type BootProblem, MizanBootError } from '../errors/index.js';
import { FormCatalog } from '../forms/compile/form-catalog.js';
import type { FormPlace } from '../forms/compile/compiled-form.js';
import { compileAnswer, dataOf } from '../forms/submit/compile-answer.js';
import { compileInput, type InputReader } from '../input/compile-input.js';
import { compileSerializer, type Serialize } from '../output/compile-serializer.js';
import { TypeCatalog } from '../types/type-catalog.js';
import { declareGraph, type DescribedFunction } from './declare-graph.js';
import { findContextParamProblems } from './find-context-param-problems.js';
import { findGraphProblems } from './find-graph-problems.js';
import { findOptionProblems } from './find-option-problems.js';
import { findReservedNames } from './find-reserved-names.js';
import type { RegisteredContext, RegisteredFunction } from './registered-function.js';
import { compileBundleWriter } from './write-bundle.js';

const emptyGraph: Graph = { types: {}, functions: [], channels: [] };

/** All functions, contexts and channels of one app. Filled once, at boot, and never changed after. */
@Injectable()
export class MizanRegistry {
  #graph: Graph = emptyGraph;
  #functions: ReadonlyMap<string, RegisteredFunction> = new Map();
  #contexts: ReadonlyMap<string, RegisteredContext> = new Map();
  #channels: ReadonlyMap<string, RegisteredChannel> = new Map();

  /** What the exports and the boot checks are made from. */
  get graph(): Graph {
    return this.#graph;
  }

  /** By wire name, in declared order. */
  get functions(): ReadonlyMap<string, RegisteredFunction> {
    return this.#functions;
  }

  /** By name. */
  get contexts(): ReadonlyMap<string, RegisteredContext> {
    return this.#contexts;
  }

  /** By name. */
  get channels(): ReadonlyMap<string, RegisteredChannel> {
    return this.#channels;
  }

  /**
   * Takes what was discovered, checks the whole of it and computes what calls need.
   *
   * @param others problems that were found elsewhere, to be told together with these
   * @throws MizanBootError with every problem at once
   */
  load(exploration: AppExploration, others: readonly BootProblem[] = []): this {
    const catalog = new TypeCatalog();
    const forms = new FormCatalog(catalog, exploration.translatesForms ?? false);
    const described = exploration.functions.map((record) => describe(record, catalog, forms));
    const channels = (exploration.channels ?? []).map((record) => describeChannel(record, catalog));
    const declarations = channels.map(({ declaration }) => declaration);
    const { graph, problems } = declareGraph(
      described,
      declarations,
      { ...catalog.structs, ...forms.types },
      forms.declarations,
    );
    const all = [
      ...others,
      ...exploration.problems,
      ...exploration.functions.flatMap(findOptionProblems),
      ...catalog.problems,
      ...channels.flatMap((channel) => channel.problems),
      ...forms.problems,
      ...described.flatMap(findContextParamProblems),
      ...described.flatMap((one) => findReservedNames(one, catalog)),
      ...problems,
      ...findGraphProblems(graph, exploration.functions, exploration.channels),
    ];
    if (all.length > 0) throw new MizanBootError(all);

    this.#graph = graph;
    this.#functions = new Map(described.map((one) => [one.record.name, register(one, graph)]));
    this.#channels = new Map(channels.map((one) => [one.record.name, registerChannel(one, graph)]));
    this.#contexts = new Map(contextNames(graph).map((name) => [name, this.#registerContext(name)]));
    return this;
  }

  #registerContext(name: string): RegisteredContext {
    const members = contextMembers(this.#graph, name).flatMap(
      (member) => this.#functions.get(member.name) ?? [],
    );
    return { name, members, writeBundle: compileBundleWriter(members.map((member) => member.name)) };
  }
}

interface CompiledFunction extends DescribedFunction {
  readonly input: InputReader;
  readonly place?: FormPlace;
}

function describe(record: FunctionRecord, catalog: TypeCatalog, forms: FormCatalog): CompiledFunction {
  if (record.form !== undefined) return { record, ...forms.describe(record.form) };
  const { className, methodName, name } = record;
  const site = { className, methodName, functionName: name };
  const input = compileInput(record.input.declaration, catalog, site);
  return { record, input, fields: input.fields, output: catalog.describeOutput(record.output, site) };
}

function register({ record, input, output, place }: CompiledFunction, graph: Graph): RegisteredFunction {
  const mergePlaces = compileMergeEntries(graph, record.name);
  return {
    name: record.name,
    record,
    private: record.metadata.private,
    websocket: record.metadata.websocket ?? false,
    isMutation: record.metadata.affects.length + record.metadata.merge.length > 0,
    input,
    serialize: place ? compileAnswer(place, graph) : compileSerializer(output, graph.types),
    targets: compileTargets(graph, record.name),
    mergePlaces: place ? (answer, sent) => mergePlaces(dataOf(answer), sent) : mergePlaces,
    writeMerged: place && writerOfData(place, graph),
    form: place,
  };
}

/** Of a form, what its method answered is merged, and not that it was accepted. */
function writerOfData({ form: { data } }: FormPlace, { types }: Graph): Serialize | undefined {
  const write = data && compileSerializer(data, types);
  return write && ((answer) => write(dataOf(answer)));
}
