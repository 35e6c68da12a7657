import { ParseError, type TextPosition } from '../parse-error.js';

/** One command of a text: its words without quotes, and where it stands. */
export interface CommandLine extends TextPosition {
  readonly words: readonly string[];
  /** `> FILE` or `>> FILE` at its end. */
  readonly output: { readonly path: string; readonly append: boolean } | undefined;
}

/** What a shell would expand or connect: a plain command has none of it outside quotes. */
const SHELL_SYNTAX = /[|&$`(){}<*?[\]~]/;

/**
 * Splits a text into plain commands, one a line or several with `;` between: words, quotes, `\` at the end of a line, `#` comments
 * and `>> FILE`. It is no shell.
 *
 * @throws ParseError at shell syntax outside of quotes, and at a quote that isn't closed
 */
export function splitCommands(text: string): readonly CommandLine[] {
  const commands: CommandLine[] = [];
  for (const { source, line } of joinedLines(text)) {
    for (const command of splitLine(source, line)) commands.push(command);
  }
  return commands;
}

/** Lines with those joined that a backslash at the end continues. */
function joinedLines(text: string): readonly { readonly source: string; readonly line: number }[] {
  const joined: { source: string; line: number }[] = [];
  let open: { source: string; line: number } | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const continues = raw.endsWith('\\');
    const part = continues ? raw.slice(0, -1) : raw;
    if (open === undefined) joined.push((open = { source: part, line: index + 1 }));
    else open.source += part;
    if (!continues) open = undefined;
  }
  return joined;
}

interface Token {
  readonly text: string;
  readonly column: number;
  readonly operator: boolean;
}

function splitLine(source: string, line: number): readonly CommandLine[] {
  const commands: CommandLine[] = [];
  let current: Token[] = [];
  const finish = (): void => {
    const command = makeCommand(current, line);
    if (command !== undefined) commands.push(command);
    current = [];
  };
  for (const token of tokens(source, line)) {
    if (token.operator && token.text === ';') finish();
    else current.push(token);
  }
  finish();
  return commands;
}

function makeCommand(all: readonly Token[], line: number): CommandLine | undefined {
  const [first] = all;
  if (first === undefined) return undefined;
  const redirect = all.findIndex((token) => token.operator);
  const words = all.slice(0, redirect < 0 ? undefined : redirect).map(({ text }) => text);
  const position = { line, column: first.column };
  if (redirect < 0) return { words, output: undefined, ...position };
  const [operator, path, extra] = all.slice(redirect);
  if (operator === undefined || path === undefined || path.operator || extra !== undefined) {
    throw new ParseError('one file name at the end', operator?.text ?? '', position);
  }
  return { words, output: { path: path.text, append: operator.text === '>>' }, ...position };
}

function* tokens(source: string, line: number): Iterable<Token> {
  const pattern = /\s+|#.*$|;|\d*>>?|(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s;>'"\\])+/gy;
  while (pattern.lastIndex < source.length) {
    const column = pattern.lastIndex + 1;
    const [text] = pattern.exec(source) ?? [];
    if (text === undefined) {
      throw new ParseError('a closing quote', source.slice(column - 1), { line, column });
    }
    if (/^\d+>/.test(text)) {
      throw new ParseError('a plain command (scripts run in nexthop/shell)', text, {
        line,
        column,
      });
    }
    if (text === ';' || text.startsWith('>')) yield { text, column, operator: true };
    else if (text.startsWith('#')) return;
    else if (text.trim() !== '')
      yield { text: unquote(text, { line, column }), column, operator: false };
  }
}

function unquote(text: string, at: TextPosition): string {
  return text.replaceAll(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^'"\\]+)/g, (...groups) => {
    const [, single, double, escaped, plain] = groups as (string | undefined)[];
    if (plain !== undefined && SHELL_SYNTAX.test(plain)) {
      throw new ParseError('a plain command (scripts run in nexthop/shell)', plain, at);
    }
    return single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? plain ?? '';
  });
}
