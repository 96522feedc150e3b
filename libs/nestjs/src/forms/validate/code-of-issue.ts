import type { StandardSchemaV1 } from '@standard-schema/spec';

/** What zod says of an issue beside what Standard Schema knows; other libraries say nothing of it. */
interface ZodIssue {
  readonly code?: unknown;
  readonly origin?: unknown;
  readonly params?: { readonly code?: unknown };
}

const lengths: ReadonlySet<unknown> = new Set(['string', 'array', 'set', 'map', 'file']);

/** The code of what a schema found (PROTOCOL 11); `params: { code }` of a refinement of zod says one of the app's own. */
export function codeOfIssue(issue: StandardSchemaV1.Issue, value: object): string {
  const { code, origin, params }: ZodIssue = { ...issue } as ZodIssue;
  if (typeof params?.code === 'string') return params.code;
  if (isMissing(issue, value)) return 'required';
  switch (code) {
    case 'too_small':
      return lengths.has(origin) ? 'min_length' : 'min_value';
    case 'too_big':
      return lengths.has(origin) ? 'max_length' : 'max_value';
    case 'invalid_value':
      return 'invalid_choice';
    default:
      return 'invalid';
  }
}

function isMissing({ path = [] }: StandardSchemaV1.Issue, value: object): boolean {
  let found: unknown = value;
  for (const part of path) {
    if (typeof found !== 'object' || found === null) return false;
    found = Reflect.get(found, typeof part === 'object' ? part.key : part);
  }
  return path.length > 0 && found === undefined;
}
