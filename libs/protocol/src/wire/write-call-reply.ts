import type { MergePlace } from './compile-targets.js';
import type { Target } from './target.js';

/**
 * The JSON text of a {@link CallReply} from a result that is JSON text already (PROTOCOL 2, 5 and 6). A merge entry's
 * value is the result itself, so that it holds exactly what the serializer let out.
 *
 * @param result the serialized output, wrapped where PROTOCOL 2 wraps.
 * @param merged what is merged instead of the result: of a form, its data.
 */
export function writeCallReply(
  result: string,
  invalidate: readonly Target[] = [],
  merge: readonly MergePlace[] = [],
  merged: string = result,
): string {
  let reply = `{"result":${result}`;
  if (invalidate.length > 0) reply += `,"invalidate":${JSON.stringify(invalidate)}`;
  if (merge.length > 0)
    reply += `,"merge":[${merge.map((place) => writeMergeEntry(merged, place)).join(',')}]`;
  return `${reply}}`;
}

function writeMergeEntry(value: string, { context, slot, params }: MergePlace): string {
  const scope = params === undefined ? '' : `,"params":${JSON.stringify(params)}`;
  return `{"context":${JSON.stringify(context)},"slot":${JSON.stringify(slot)},"value":${value}${scope}}`;
}
