import { diffLines } from '../write/diff-lines.js';
import type { Change, ChangePlan } from '../write/plan-changes.js';

const signs = { create: '+', update: '~', remove: '-' } as const;

/** One line a file that was, or would be, changed. */
export function describeChanges({ changes, kept }: ChangePlan): readonly string[] {
  return [
    ...changes.map(({ kind, fileName }) => `  ${signs[kind]} ${fileName}`),
    ...kept.map(
      (fileName) => `  ! ${fileName} is no longer needed, but was edited by hand: delete it yourself.`,
    ),
  ];
}

/** `2 files written, 1 removed, 3 unchanged` */
export function countChanges({ changes, unchanged }: ChangePlan, written: 'written' | 'to write'): string {
  const removed = changes.filter(({ kind }) => kind === 'remove').length;
  const counts = [
    [changes.length - removed, written],
    [removed, written === 'written' ? 'removed' : 'to remove'],
    [unchanged, 'unchanged'],
  ] as const;
  const shown = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return shown.join(', ') || 'nothing to write';
}

/** What `--check` shows of a file that is not as it should be. */
export function describeStale(change: Change): readonly string[] {
  const before = change.kind === 'create' ? '' : change.before;
  const after = change.kind === 'remove' ? '' : change.after;
  const diff = diffLines(withoutHead(before), withoutHead(after));
  return [`${signs[change.kind]} ${change.fileName}`, ...diff.map((line) => `  ${line}`)];
}

/** The digest in the first line always differs and says nothing to a reader. */
function withoutHead(text: string): string {
  return text.slice(text.indexOf('\n') + 1);
}
