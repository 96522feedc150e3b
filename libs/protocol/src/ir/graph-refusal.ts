/** Why a graph has no IR at all (PROTOCOL 7, "refused at declaration"). */
export type RefusalReason =
  | { readonly kind: 'reader-and-mutation'; readonly function: string }
  | { readonly kind: 'unknown-auth'; readonly function: string; readonly auth: string }
  | { readonly kind: 'duplicate-function'; readonly function: string }
  | { readonly kind: 'duplicate-channel'; readonly channel: string }
  | { readonly kind: 'bad-function-name'; readonly function: string }
  | { readonly kind: 'bad-channel-name'; readonly channel: string }
  | { readonly kind: 'bad-form-name'; readonly form: string }
  | { readonly kind: 'blank-context-name'; readonly function: string }
  | { readonly kind: 'bad-context-name'; readonly function: string; readonly context: string }
  | { readonly kind: 'upload-in-output'; readonly function: string }
  | { readonly kind: 'upload-in-context'; readonly function: string }
  | { readonly kind: 'upload-over-socket'; readonly function: string }
  | { readonly kind: 'upload-in-channel'; readonly channel: string }
  | { readonly kind: 'type-conflict'; readonly type: string }
  | { readonly kind: 'unknown-type'; readonly type: string };

/** Thrown when a graph cannot be described; holds every reason at once. */
export class GraphRefusal extends Error {
  readonly code = 'GRAPH_REFUSED';

  constructor(readonly reasons: readonly RefusalReason[]) {
    super(reasons.map(describeRefusal).join('\n'));
    this.name = 'GraphRefusal';
  }
}

/** One sentence on what is wrong, and how to put it right. */
export function describeRefusal(reason: RefusalReason): string {
  switch (reason.kind) {
    case 'reader-and-mutation':
      return `"${reason.function}" has both \`context\` and \`affects\` or \`merge\`: split it into a reader and a mutation.`;
    case 'unknown-auth':
      return `"${reason.function}" has the unknown auth rule "${reason.auth}": use true, 'required', 'staff', 'superuser' or a predicate.`;
    case 'duplicate-function':
      return `Two functions have the wire name "${reason.function}": give one of them another \`name\`.`;
    case 'duplicate-channel':
      return `Two channels are named "${reason.channel}": rename one of them.`;
    case 'bad-function-name':
      return `"${reason.function}" cannot be a function's wire name: ${nameRule}`;
    case 'bad-channel-name':
      return `"${reason.channel}" cannot be a channel's name: ${nameRule}`;
    case 'bad-form-name':
      return `"${reason.form}" cannot be a form's name: ${nameRule}`;
    case 'blank-context-name':
      return `"${reason.function}" has a context whose name is blank: give it a name.`;
    case 'bad-context-name':
      return `"${reason.context}", the context of "${reason.function}", cannot be a context's name: ${nameRule}`;
    case 'upload-in-output':
      return `"${reason.function}" answers with an upload, and files travel to the server only: answer with a link to it.`;
    case 'upload-in-context':
      return `"${reason.function}" has both \`context\` and an upload, and what is read brings no file: leave one of them out.`;
    case 'upload-over-socket':
      return `"${reason.function}" is called over the socket and takes an upload, and frames hold no files: leave \`websocket\` out.`;
    case 'upload-in-channel':
      return `The channel "${reason.channel}" has an upload in its params or messages, and frames hold no files: send the file by a function, and a link to it here.`;
    case 'type-conflict':
      return `Two different types are named "${reason.type}": rename one of them, or one of the functions it is named after.`;
    case 'unknown-type':
      return `The type "${reason.type}" is referred to but declared nowhere: declare it.`;
  }
}

const nameRule = 'use ASCII letters, digits, "_", "." and "-", not beginning with "." or "-".';
