import { MizanBootError } from '../../errors/index.js';
import type { TokensOptions } from '../tokens-options.js';

/** The kinds of tokens, each with functions of its own. */
export type TokenKind = 'mwt' | 'jwt';

const all: readonly TokenKind[] = ['mwt', 'jwt'];

/** The kinds that are configured; of no options, none: that is refused when the app starts. */
export function tokenKinds(options: TokensOptions | null = {}): readonly TokenKind[] {
  return all.filter((kind) => options?.[kind] !== undefined);
}

/**
 * Returns when these are kinds of tokens.
 *
 * @throws MizanBootError for anything else that JavaScript may give
 */
export function checkKindNames(said: unknown): void {
  if (Array.isArray(said) && said.every((kind) => all.includes(kind))) return;
  throw new MizanBootError([
    {
      where: 'MizanModule.forRootAsync',
      problem: '`tokens` beside its factory is no list of kinds of tokens',
      fix: `Write those that the factory configures, as \`tokens: ${listOf(all)}\`, and let the factory return their options.`,
    },
  ]);
}

/**
 * Compares what `forRootAsync` says beside its factory with what the factory returned. The first decides which functions
 * there are, also where no factory is called: when the app is only exported.
 *
 * @throws MizanBootError when they differ
 */
export function checkTokenKinds(said: readonly TokenKind[], options: TokensOptions = {}): void {
  const returned = tokenKinds(options);
  const missing = returned.filter((kind) => !said.includes(kind));
  const idle = said.filter((kind) => !returned.includes(kind));
  const problems = [
    ...missing.map((kind) => ({
      where: 'MizanModule.forRootAsync',
      problem: `its factory returns tokens.${kind}, and \`tokens\` beside it does not name that kind, so its functions are missing`,
      fix: `Write \`tokens: ${listOf(returned)}\` beside useFactory.`,
    })),
    ...idle.map((kind) => ({
      where: 'MizanModule.forRootAsync',
      problem: `\`tokens\` names ${quote(kind)}, and its factory returns no tokens.${kind}`,
      fix:
        returned.length === 0
          ? `Return the options of tokens.${kind}, or leave \`tokens\` beside useFactory out.`
          : `Return the options of tokens.${kind}, or write \`tokens: ${listOf(returned)}\`.`,
    })),
  ];
  if (problems.length > 0) throw new MizanBootError(problems);
}

function listOf(kinds: readonly string[]): string {
  return `[${kinds.map(quote).join(', ')}]`;
}

function quote(kind: string): string {
  return `'${kind}'`;
}
