import type { Command } from '../syntax/tree/command.js';
import type { Span } from '../syntax/tree/span.js';
import { linesOf } from './source-text.js';

/** What nft marks when an error of the kernel has no place of its own: the command with the newline or semicolon that ends it. */
export function wholeCommand({ at }: Command): Span {
  const { source, endLine, endColumn } = at;
  const rest = linesOf(source)[endLine - 1]?.slice(endColumn) ?? '';
  const blanks = /^[ \t]*/.exec(rest)?.[0].length ?? 0;
  const comment = rest[blanks] === '#' ? rest.length : blanks;
  return { ...at, endColumn: endColumn + comment + 1 };
}
