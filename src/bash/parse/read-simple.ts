import type { Argument, Assignment, Command, Redirection } from '../syntax/script.js';
import { readAssignment } from './read-assignment.js';
import { readWord } from './read-parts.js';
import { readRedirection } from './read-redirection.js';
import type { Source } from './source.js';
import { unexpectedHere } from './token.js';

/** Builtins whose arguments are read as assignments where they look like one. */
const DECLARING = new Set(['declare', 'typeset', 'local', 'export', 'readonly']);

/** What a simple command is made of. */
interface Elements {
  readonly assignments: Assignment[];
  readonly words: Argument[];
  readonly redirections: Redirection[];
}

/** Reads a simple command, of which there must be something. */
export function readSimple(source: Source): Command {
  const elements: Elements = { assignments: [], words: [], redirections: [] };
  const { assignments, words, redirections } = elements;
  let line = source.lineAt(source.at);
  for (let count = 1; ; count++) {
    const kind = readElement(source, elements);
    // Bash numbers a command once it has seen what stands behind its first word.
    if (count === 2 && kind === 'word') line = source.lineAt(source.at);
    source.skipBlanks();
    if (count === 1) line = source.lineAt(source.at);
    if (kind === undefined) break;
  }
  if (assignments.length + words.length + redirections.length === 0) throw unexpectedHere(source);
  // Nothing but a line end or an operator may follow.
  if (source.peek() === '(') {
    // After a command's name it would begin a function.
    if (words.length === 1 && assignments.length === 0) {
      source.at++;
      source.skipBlanks();
    }
    throw unexpectedHere(source);
  }
  const endLine = source.lineAt(source.at);
  return { kind: 'simple', line, endLine, assignments, words, redirections };
}

function readElement(
  source: Source,
  { assignments, words, redirections }: Elements,
): 'word' | 'redirection' | undefined {
  const redirection = readRedirection(source);
  if (redirection !== undefined) {
    redirections.push(redirection);
    return 'redirection';
  }
  const assigns = words.length === 0 || declares(words);
  const assignment = assigns ? readAssignment(source, words.length > 0) : undefined;
  if (assignment !== undefined) {
    if (words.length === 0) assignments.push(assignment);
    else words.push({ parts: [], raw: assignment.raw, assignment });
    return 'word';
  }
  const word = readWord(source);
  if (word === undefined) return undefined;
  words.push(word);
  return 'word';
}

function declares([first, second]: readonly Argument[]): boolean {
  const name = first?.raw === 'builtin' || first?.raw === 'command' ? second?.raw : first?.raw;
  return name !== undefined && DECLARING.has(name);
}
