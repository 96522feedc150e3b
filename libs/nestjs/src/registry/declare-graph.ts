import type {
  ChannelDeclaration,
  Field,
  FormDeclaration,
  FormPart,
  FunctionDeclaration,
  Graph,
  Shape,
  StructDeclaration,
} from '@mizan/protocol';
import { readAuthRule } from '../auth/auth.decorator.js';
import { type AuthRule, isAuthWord } from '../auth/auth-rule.js';
import { declaredCache, toCacheRule } from '../declare/cache-rule.js';
import { contextName } from '../declare/context-ref.js';
import type { FunctionRecord } from '../discover/function-record.js';
import type { BootProblem } from '../errors/index.js';
import { resolveAffects } from './resolve-affects.js';

/** A function together with what its types came to. */
export interface DescribedFunction {
  readonly record: FunctionRecord;
  readonly fields: readonly Field[];
  readonly output: Shape;
  readonly form?: FormPart | undefined;
}

export interface GraphReading {
  readonly graph: Graph;
  readonly problems: readonly BootProblem[];
}

/** The graph of an app: what the protocol checks, exports and computes targets from. */
export function declareGraph(
  functions: readonly DescribedFunction[],
  channels: readonly ChannelDeclaration[],
  types: Readonly<Record<string, StructDeclaration>>,
  forms: readonly FormDeclaration[] = [],
): GraphReading {
  const records = functions.map(({ record }) => record);
  const problems: BootProblem[] = [];
  const declarations = functions.map((described) => {
    const affects = resolveAffects(described.record, records);
    problems.push(...affects.problems);
    return declareFunction(described, affects.targets);
  });
  const graph = { types, functions: declarations, channels, ...(forms.length > 0 && { forms }) };
  return { graph, problems };
}

function declareFunction(
  { record, fields, output, form }: DescribedFunction,
  affects: NonNullable<FunctionDeclaration['affects']>,
): FunctionDeclaration {
  const { context, merge, private: hidden, websocket, rev, description } = record.metadata;
  const cache = declaredCache(record.metadata.cache);
  const { scope } = toCacheRule(record.metadata.cache);
  const auth = readAuthRule(record.method, record.hostClass);
  return {
    name: record.name,
    ...(fields.length > 0 && { input: fields }),
    output,
    ...(context !== undefined && { context: contextName(context) }),
    ...(affects.length > 0 && { affects }),
    ...(merge.length > 0 && { merge: merge.map(contextName) }),
    ...(hidden && { private: true }),
    ...(websocket === true && { websocket }),
    ...(auth !== undefined && { auth: authWord(auth) }),
    ...(rev !== undefined && { rev }),
    ...(cache !== undefined && { cache }),
    ...(scope !== undefined && { cacheScope: scope }),
    ...(description !== undefined && { description }),
    ...(form !== undefined && { form }),
  };
}

function authWord(rule: AuthRule): NonNullable<FunctionDeclaration['auth']> {
  if (!isAuthWord(rule)) return 'predicate';
  return rule === true ? 'required' : rule;
}
