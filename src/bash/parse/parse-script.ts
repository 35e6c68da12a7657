import type { AndOr, Command, Pipeline, Script, Statement, Word } from '../syntax/script.js';
import { quotedWord } from '../syntax/word.js';
import { readCommand } from './read-command.js';
import { readDocuments, skipLines, takeNewline } from './read-newlines.js';
import { readParts } from './read-parts.js';
import { Source, type Grammar, type Reading } from './source.js';
import { SyntaxProblem } from './syntax-problem.js';
import { expectToken, isClosing, plainWord, unexpectedHere } from './token.js';

const GRAMMAR: Grammar = { readParts, readBody, readSubstitution, readText };

/**
 * Reads the text of a script.
 *
 * @throws SyntaxProblem with its line and column when it is not Bash.
 * @throws MissingConstruct when it has something that this shell has not.
 */
export function parseScript(text: string, firstLine = 1): Script {
  // Bash passes over bytes that are 0, wherever they stand.
  return readText(text.includes('\0') ? text.replaceAll('\0', '') : text, firstLine, 0);
}

function readText(text: string, firstLine: number, depth: number): Script {
  const reading: Reading = { depth, substitutions: 0, warnings: [] };
  const { warnings } = reading;
  try {
    return { statements: readAll(new Source(text, GRAMMAR, firstLine, reading)), warnings };
  } catch (error) {
    if (error instanceof SyntaxProblem) error.warnings = [...warnings, ...error.warnings];
    throw error;
  }
}

function readAll(source: Source): Statement[] {
  const statements: Statement[] = [];
  const { warnings } = source.reading;
  let unit = 0;
  source.enter();
  for (;;) {
    skipLines(source);
    if (source.isAtEnd()) break;
    if (isClosing(source)) throw unexpectedHere(source);
    const { length } = warnings;
    const isLineEnd = readStatement(source, unit, statements);
    if (source.isAtEnd()) readDocuments(source);
    for (const warning of warnings.slice(length)) warning.unit = unit;
    if (isLineEnd) unit++;
  }
  source.leave();
  return statements;
}

/** Reads commands up to what closes them. */
function readBody(source: Source): Script {
  const statements = readStatements(source);
  if (statements.length === 0) throw unexpectedHere(source);
  return { statements };
}

function readStatements(source: Source): Statement[] {
  const statements: Statement[] = [];
  source.enter();
  for (;;) {
    skipLines(source);
    if (isClosing(source)) break;
    const before = source.at;
    readStatement(source, 0, statements);
    if (!';&\n'.includes(source.text.charAt(source.at - 1)) || source.at === before) break;
  }
  source.leave();
  return statements;
}

function readSubstitution(source: Source): Script {
  const outer = source.pending;
  source.pending = [];
  source.reading.substitutions++;
  const statements = readStatements(source);
  source.skipBlanks();
  if (source.isAtEnd()) throw source.endsBefore(')');
  expectToken(source, ')');
  if (source.pending.length > 0) {
    throw source.missing('here-document with its text behind the substitution that it is in');
  }
  source.reading.substitutions--;
  source.pending = outer;
  return { statements };
}

/** Reads a statement and past what ends it; answers whether that is a line end. */
function readStatement(source: Source, unit: number, statements: Statement[]): boolean {
  const items: AndOr[] = [{ operator: undefined, pipeline: readPipeline(source) }];
  for (;;) {
    source.skipBlanks();
    const operator = source.take('&&') ? '&&' : source.take('||') ? '||' : undefined;
    if (operator === undefined) break;
    skipLines(source);
    items.push({ operator, pipeline: readPipeline(source) });
  }
  const isBackground = source.peek() === '&';
  const isEnded = isBackground || (source.peek() === ';' && !';&'.includes(source.peek(1) || ' '));
  if (isEnded) source.at++;
  statements.push({ items, isBackground, unit });
  if (isEnded) {
    source.skipBlanks();
    if (takeNewline(source)) return true;
    // A second one would end nothing.
    if (source.peek() === ';' && !';&'.includes(source.peek(1) || ' '))
      throw unexpectedHere(source);
    if (source.peek() === '&') throw unexpectedHere(source);
    if (!source.isAtEnd()) backUp(source);
    return false;
  }
  if (takeNewline(source)) return true;
  if (!isClosing(source)) throw unexpectedHere(source);
  return false;
}

/** The reader of a list looks back for what ended a statement. */
function backUp(source: Source): void {
  while (' \t'.includes(source.text.charAt(source.at - 1))) source.at--;
}

function readPipeline(source: Source): Pipeline {
  source.skipBlanks();
  let isNegated = false;
  let timed: Pipeline['timed'];
  for (;;) {
    const word = plainWord(source);
    if (word !== '!' && word !== 'time') break;
    source.at += word.length;
    source.skipBlanks();
    if (word === '!') isNegated = !isNegated;
    else {
      timed = 'bash';
      if (plainWord(source) === '-p') {
        timed = 'posix';
        source.at += 2;
        source.skipBlanks();
      }
    }
  }
  const commands = [readCommand(source)];
  for (;;) {
    source.skipBlanks();
    if (source.startsWith('||') || !source.take('|')) break;
    if (source.take('&')) commands.push(withError(commands.pop()));
    skipLines(source);
    commands.push(readCommand(source));
  }
  return { isNegated, timed, commands };
}

/** `|&` is `2>&1 |`. */
function withError(command: Command | undefined): Command {
  if (command === undefined) throw new RangeError('command: none before |&');
  const both = { operator: '>&', fd: 2, variable: undefined, target: quotedWord('1') } as const;
  return { ...command, redirections: [...command.redirections, both] };
}

/** Reads text as that of a here-document: only its expansions mean something. */
export function parseDocument(text: string): Word {
  return new Source(text, GRAMMAR).readWordUntil('document', () => false);
}
