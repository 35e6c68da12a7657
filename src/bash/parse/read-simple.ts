import type { Argument, Assignment, Command, Redirection } from '../syntax/script.js';
import { readAssignment } from './read-assignment.js';
import { readWord } from './read-parts.js';
import { readRedirection } from './read-redirection.js';
import type { Source } from './source.js';
import { unexpectedHere } from './token.js';

/** Builtins whose arguments are read as assignments where they look like one. */
const DECLARING = new Set(['declare', 'typeset', 'local', 'export', 'readonly']);

/** Reads a simple command, of which there must be something. */
export function readSimple(source: Source): Command {
  const line = source.lineAt(source.at);
  const assignments: Assignment[] = [];
  const words: Argument[] = [];
  const redirections: Redirection[] = [];
  for (;;) {
    source.skipBlanks();
    const redirection = readRedirection(source);
    if (redirection !== undefined) {
      redirections.push(redirection);
      continue;
    }
    const assigns = words.length === 0 || declares(words);
    const assignment = assigns ? readAssignment(source) : undefined;
    if (assignment !== undefined) {
      if (words.length === 0) assignments.push(assignment);
      else words.push({ parts: [], raw: assignment.raw, assignment });
      continue;
    }
    const word = readWord(source);
    if (word === undefined) break;
    words.push(word);
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

function declares([first, second]: readonly Argument[]): boolean {
  const name = first?.raw === 'builtin' || first?.raw === 'command' ? second?.raw : first?.raw;
  return name !== undefined && DECLARING.has(name);
}
