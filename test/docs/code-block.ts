import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { workspaceRoot } from '../workspace-root.js';

/** A fenced code block of a page. */
export interface CodeBlock {
  /** Relative to the workspace root. */
  readonly page: string;
  /** Of the opening fence, counted from 1. */
  readonly line: number;
  readonly language: string;
  /** `file=…` after the language: the file of the page's project that this is. */
  readonly file?: string;
  /** `from=…` after the language: the file of the repository that this is an excerpt of. */
  readonly from?: string;
  readonly text: string;
}

/** README.md, CONTRIBUTING.md and everything under docs/, relative to the workspace root. */
export function findPages(): readonly string[] {
  const docs = readdirSync(join(workspaceRoot, 'docs'), { recursive: true, encoding: 'utf8' });
  const pages = docs
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file.replaceAll('\\', '/')}`);
  return ['README.md', 'CONTRIBUTING.md', ...pages.sort()];
}

export function readCodeBlocks(page: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { readonly line: number; readonly fence: string; readonly text: string[] } | undefined;
  for (const [index, line] of readFileSync(join(workspaceRoot, page), 'utf8').split('\n').entries()) {
    if (!line.startsWith('```')) open?.text.push(`${line}\n`);
    else if (open === undefined) open = { line: index + 1, fence: line.slice(3), text: [] };
    else {
      blocks.push({ page, line: open.line, ...readFence(open.fence), text: open.text.join('') });
      open = undefined;
    }
  }
  return blocks;
}

/** `ts file=src/app.ts`: the language, then what is said of the block. */
function readFence(fence: string): Pick<CodeBlock, 'language' | 'file' | 'from'> {
  const [language = '', ...words] = fence.trim().split(/\s+/);
  const said = Object.fromEntries(words.map((word) => word.split('=', 2)));
  return { language, ...said };
}

/** Where a block stands, for a test's title or a message. */
export function placeOf({ page, line, language }: CodeBlock): string {
  return `${page}:${line} (${language})`;
}
