import { assertNever } from '../../../../assert-never.js';
import type { Source, Span } from '../tree/span.js';
import type { Parser } from './parser.js';

const deepest = 16;
const lastFolder = '/etc';

/** How many files are open; standard input and the command line are none. */
function depthOf(source: Source): number {
  if (source.includedAt !== undefined) return depthOf(source.includedAt.source) + 1;
  return source.name === undefined || source.name === '/dev/stdin' ? 0 : 1;
}

/** Opens the file, to be read next. */
function includeFile(p: Parser, path: string, at: Span): void {
  if (depthOf(at.source) === deepest) {
    p.refuse(at, `Include nested too deeply, max ${deepest} levels`);
  }
  const content = p.include.files.read(path);
  switch (content.kind) {
    case 'text':
      p.lexer.include({ name: path, text: content.text, includedAt: at });
      break;
    case 'not regular':
      return p.refuse(at, `Not a regular file: "${path}"\n`);
    case 'error':
      return p.refuse(at, `Could not open file "${path}": ${content.message}\n`);
    default:
      assertNever(content);
  }
}

/** Opens the files that match the pattern, so that they are read in the order of their names. */
function includePattern(p: Parser, pattern: string, at: Span): boolean {
  const paths = p.include.files.match(pattern);
  // Folders are found, but not read.
  for (const path of paths.toReversed()) if (!path.endsWith('/')) includeFile(p, path, at);
  return paths.length > 0;
}

/** Includes a file, or the files of a pattern. Source: nft(8), INCLUDE FILES. */
export function includeFiles(p: Parser, name: string, at: Span): void {
  const isWildcard = /[*?[]/.test(name);
  const isPath = /^(?:\.{0,2}\/)/.test(name);
  const patterns = isPath
    ? [name]
    : [...p.include.paths, lastFolder].map((folder) => `${folder}/${name}`);
  for (const pattern of patterns) {
    if (includePattern(p, pattern, at) && !isWildcard) return;
  }
  if (!isWildcard) p.refuse(at, `File not found: ${name}`);
}
