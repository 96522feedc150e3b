import type { AffectsNode, FunctionNode, Transport } from '../ir/ir.js';
import {
  fail,
  optional,
  readFlag,
  readLeafText,
  readParts,
  readText,
  readWord,
  refuseChildren,
  refuseProps,
} from './read-node.js';
import type { SourceNode } from './source-node.js';

const transports: readonly Transport[] = ['http', 'websocket'];

const once = [
  'description',
  'camel',
  'has-input',
  'input',
  'output',
  'output-nullable',
  'transport',
  'context',
  'is-form',
  'form-name',
  'form-role',
] as const;

/** Reads `function "n" { … }`; `onType` hears of every type that it names. */
export function readFunction(node: SourceNode, onType: (name: string, at: SourceNode) => void): FunctionNode {
  refuseProps(node, []);
  const parts = readParts(node, { once, repeated: ['affects', 'merge'] });
  const readTypeName = (at: SourceNode) => {
    const name = readLeafText(at);
    onType(name, at);
    return name;
  };
  const nullable = parts.find('output-nullable');
  const input = parts.find('input');
  if (readFlag(parts.need('has-input')) !== (input !== undefined)) {
    fail(parts.need('has-input'), '`has-input` must say whether there is an `input`.');
  }
  return {
    name: readText(node),
    camel: readLeafText(parts.need('camel')),
    ...optional('input', input, readTypeName),
    output: readTypeName(parts.need('output')),
    outputNullable: nullable !== undefined && readFlag(nullable),
    transport: readWord(parts.need('transport'), transports),
    ...optional('context', parts.find('context'), readLeafText),
    affects: parts.all('affects').map(readAffects),
    merge: parts.all('merge').map(readLeafText),
    ...readForm(parts.find('is-form'), parts.find('form-name'), parts.find('form-role')),
    ...optional('description', parts.find('description'), readLeafText),
  };
}

function readAffects(node: SourceNode): AffectsNode {
  refuseProps(node, ['function']);
  refuseChildren(node);
  const member = node.props.get('function');
  if (member === undefined) return { context: readText(node) };
  if (typeof member !== 'string') fail(node, '`function` of `affects` is a string.');
  return { context: readText(node), function: member };
}

function readForm(
  flag: SourceNode | undefined,
  name: SourceNode | undefined,
  role: SourceNode | undefined,
): Pick<FunctionNode, 'form'> {
  const first = flag ?? name ?? role;
  if (first === undefined) return {};
  if (flag === undefined || name === undefined || role === undefined || !readFlag(flag)) {
    fail(
      first,
      'A form function has `is-form #true`, `form-name` and `form-role`; any other has none of them.',
    );
  }
  return { form: { name: readLeafText(name), role: readLeafText(role) } };
}
