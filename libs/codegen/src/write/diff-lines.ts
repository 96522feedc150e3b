/** So many lines of a diff are shown, and so many lines at most are compared exactly. */
const SHOWN = 20;
const COMPARED = 1000;

/**
 * A short diff of two texts: lines that went (`-`) and lines that came (`+`), without the lines around them.
 * Of long diffs the first lines, and how many more there are.
 */
export function diffLines(before: string, after: string): readonly string[] {
  const old = before === '' ? [] : before.trimEnd().split('\n');
  const fresh = after === '' ? [] : after.trimEnd().split('\n');
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start += 1;
  let end = 0;
  const shorter = Math.min(old.length, fresh.length) - start;
  while (end < shorter && old.at(-1 - end) === fresh.at(-1 - end)) end += 1;
  const lines = diffMiddle(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end));
  return lines.length <= SHOWN
    ? lines
    : [...lines.slice(0, SHOWN), `… and ${lines.length - SHOWN} more lines`];
}

function diffMiddle(old: readonly string[], fresh: readonly string[]): string[] {
  if (old.length > COMPARED || fresh.length > COMPARED) {
    return [...old.map((line) => `- ${line}`), ...fresh.map((line) => `+ ${line}`)];
  }
  const common = commonLengths(old, fresh);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) [i, j] = [i + 1, j + 1];
    else if (j >= fresh.length || (i < old.length && at(common, i + 1, j) >= at(common, i, j + 1))) {
      lines.push(`- ${old[i++]}`);
    } else lines.push(`+ ${fresh[j++]}`);
  }
  return lines;
}

/** For each pair of positions, how many lines the rests have in common in order. */
function commonLengths(old: readonly string[], fresh: readonly string[]): readonly Uint16Array[] {
  const table = Array.from({ length: old.length + 1 }, () => new Uint16Array(fresh.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      const row = table[i];
      if (row === undefined) continue;
      row[j] =
        old[i] === fresh[j]
          ? at(table, i + 1, j + 1) + 1
          : Math.max(at(table, i + 1, j), at(table, i, j + 1));
    }
  }
  return table;
}

function at(table: readonly Uint16Array[], i: number, j: number): number {
  return table[i]?.[j] ?? 0;
}
