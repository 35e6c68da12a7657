import type { Source } from './source.js';
import type { SyntaxProblem } from './syntax-problem.js';

const OPERATOR = /;;&|;;|;&|&&|&>>|&>|&|\|\||\|&|\||<<<|<<-|<<|<&|<>|<|>>|>&|>\||>|\(|\)|;/y;
const PLAIN_WORD = /[^\s;&|<>()'"\\$`]+(?=[\s;&|<>()]|$)/y;
const ANY_WORD = /[^\s;&|<>()]+/y;

/** The words that end a list of commands. */
const CLOSING = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', '}']);

/** The word here when it is written without quotes and expansions, as words of the grammar are; undefined otherwise. */
export function plainWord(source: Source): string | undefined {
  return source.match(PLAIN_WORD);
}

/** Goes past a word of the grammar when it stands here. */
export function takeWord(source: Source, word: string): boolean {
  source.skipBlanks();
  if (plainWord(source) !== word) return false;
  source.at += word.length;
  return true;
}

/** Goes past a word or operator of the grammar that must stand here. */
export function expectToken(source: Source, token: string): void {
  source.skipBlanks();
  const stands = /\w|[{}\]]/.test(token) ? plainWord(source) === token : source.startsWith(token);
  if (!stands) throw unexpectedHere(source);
  source.at += token.length;
}

/** Whether what stands here ends a list of commands. */
export function isClosing(source: Source): boolean {
  if (source.isAtEnd() || source.peek() === ')') return true;
  if (source.startsWith(';;') || source.startsWith(';&')) return true;
  const word = plainWord(source);
  return word !== undefined && CLOSING.has(word);
}

/** The complaint about what stands here. */
export function unexpectedHere(source: Source): SyntaxProblem {
  if (source.isAtEnd()) return source.unexpectedEnd();
  if (source.peek() === '\n') return source.unexpected('newline');
  return source.unexpected(source.match(OPERATOR) ?? source.match(ANY_WORD) ?? source.peek());
}
