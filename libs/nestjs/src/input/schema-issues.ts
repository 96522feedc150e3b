import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Issues } from './place.js';

/** Takes over what a Standard Schema found, below the path at which the schema stands. */
export function reportSchemaIssues(
  found: readonly StandardSchemaV1.Issue[],
  path: readonly PropertyKey[],
  issues: Issues,
): void {
  for (const { message, path: below = [] } of found) {
    const keys = below.map((segment) => (typeof segment === 'object' ? segment.key : segment));
    issues.add([...path, ...keys], message);
  }
}
