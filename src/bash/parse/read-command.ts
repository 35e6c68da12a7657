import type { Command, CommandBody, Redirection } from '../syntax/script.js';
import { readArithmetic } from './read-arithmetic.js';
import { COMPOUNDS, readSubshell } from './read-compound.js';
import { closesTwice } from './read-dollar.js';
import { skipLines } from './read-newlines.js';
import { readRedirection } from './read-redirection.js';
import { readSimple } from './read-simple.js';
import type { Source } from './source.js';
import { MissingConstruct } from './syntax-problem.js';
import { isClosing, plainWord, unexpectedHere } from './token.js';

const FUNCTION = /[^\s;&|<>()$'"`\\={}!]+[ \t]*\([ \t]*\)/y;
const FUNCTION_NAME = /[^\s;&|<>()$'"`\\]+/y;
const PARENTHESES = /[ \t]*\([ \t]*\)/y;

/** Reads one command with its redirections. */
export function readCommand(source: Source): Command {
  source.skipBlanks();
  const start = source.at;
  const line = source.lineAt(start);
  const word = plainWord(source);
  if (word === 'coproc') throw new MissingConstruct('coproc', line, source.columnAt(start));
  if (word === 'function') {
    source.at += word.length;
    source.skipBlanks();
    return readFunction(source, start, line);
  }
  const definition = source.match(FUNCTION);
  if (definition !== undefined && (word === undefined || !COMPOUNDS.has(word))) {
    return readFunction(source, start, line);
  }
  const body = readBody(source, word);
  if (body === undefined) {
    if (isClosing(source)) throw unexpectedHere(source);
    return readSimple(source);
  }
  return { ...body, line, redirections: readRedirections(source) };
}

/** Reads a compound command; undefined when none begins here. */
function readBody(source: Source, word: string | undefined): CommandBody | undefined {
  if (source.peek() === '(') {
    if (source.peek(1) === '(' && closesTwice(source.text, source.at + 2)) {
      source.at += 2;
      return { kind: 'arithmetic', expression: readArithmetic(source, '))') };
    }
    source.at++;
    return readSubshell(source);
  }
  const read = word === undefined ? undefined : COMPOUNDS.get(word);
  if (read === undefined || word === undefined) return undefined;
  source.at += word.length;
  return read(source);
}

function readRedirections(source: Source): Redirection[] {
  const redirections: Redirection[] = [];
  for (;;) {
    source.skipBlanks();
    const redirection = readRedirection(source);
    if (redirection === undefined) return redirections;
    redirections.push(redirection);
  }
}

function readFunction(source: Source, start: number, line: number): Command {
  const name = source.match(FUNCTION_NAME);
  if (name === undefined) throw unexpectedHere(source);
  source.at += name.length;
  source.at += source.match(PARENTHESES)?.length ?? 0;
  skipLines(source);
  const bodyLine = source.lineAt(source.at);
  const compound = readBody(source, plainWord(source));
  if (compound === undefined) throw unexpectedHere(source);
  const body: Command = {
    ...compound,
    line: bodyLine,
    redirections: readRedirections(source),
  };
  const raw = source.text.slice(start, source.at).trimEnd();
  return { kind: 'function', name, body, raw, line, redirections: [] };
}
