import { readBracket } from './bracket.js';

/** What a pattern may hold and how it's matched. */
export interface GlobOptions {
  /** `?(...)` and its kin are patterns. */
  readonly hasExtended: boolean;
  /** Letters match without regard to case. */
  readonly ignoresCase?: boolean;
  /** `*` takes as little as it can. */
  readonly isShortest?: boolean;
}

/** The expression for a pattern of bash(1), Pattern Matching, in which a backslash quotes the character after it. */
export function globSource(pattern: string, options: GlobOptions): string {
  return convert(pattern, 0, options, '').source;
}

/** An expression that matches the whole of a text when the pattern does. */
export function globExpression(pattern: string, options: GlobOptions): RegExp {
  return new RegExp(`^(?:${globSource(pattern, options)})$`, options.ignoresCase ? 'si' : 's');
}

/** Whether a pattern has anything that does not stand for itself. */
export function hasPattern(pattern: string, hasExtended: boolean): boolean {
  const plain = pattern.replaceAll(/\\[^]/g, '');
  return /[*?]|\[[^]*\]/.test(plain) || (hasExtended && /[@!+]\(/.test(plain));
}

/** A pattern without its backslashes: the text that it stands for when it has nothing else. */
export function plainText(pattern: string): string {
  return pattern.replaceAll(/\\([^])/g, '$1');
}

/** Text as a pattern that matches exactly it. */
export function quotePattern(text: string): string {
  return text.replaceAll(/[\\*?[\]()|@!+&~^-]/g, String.raw`\$&`);
}

/** Converts up to one of the closing characters that is not nested. */
function convert(
  pattern: string,
  start: number,
  options: GlobOptions,
  closing: string,
): { source: string; next: number } {
  let source = '';
  let at = start;
  while (at < pattern.length) {
    const char = pattern.charAt(at);
    if (closing !== '' && closing.includes(char)) break;
    const next = pattern.charAt(at + 1);
    if (options.hasExtended && next === '(' && '?*+@!'.includes(char)) {
      const group = convertGroup(pattern, at + 2, options);
      if (group !== undefined) {
        at = group.next;
        if (char === '!') {
          const rest = convert(pattern, at, options, closing);
          const end = closing === '' ? '$' : '';
          source += `(?:(?!(?:${group.source})${rest.source}${end})[^]*)${rest.source}`;
          return { source, next: rest.next };
        }
        source += `(?:${group.source})${char === '@' ? '' : char}`;
        continue;
      }
    }
    const bracket = char === '[' ? readBracket(pattern, at, true) : undefined;
    if (bracket !== undefined) {
      source += bracket.source;
      at = bracket.next;
    } else if (char === '*') {
      source += options.isShortest === true ? '[^]*?' : '[^]*';
      at++;
      while (pattern.charAt(at) === '*') at++;
    } else if (char === '?') {
      source += '[^]';
      at++;
    } else {
      const isEscape = char === '\\' && at + 1 < pattern.length;
      source += escapeCharacter(isEscape ? next : char);
      at += isEscape ? 2 : 1;
    }
  }
  return { source, next: at };
}

/** Converts the choices up to the parenthesis that closes them; undefined when none does. */
function convertGroup(
  pattern: string,
  start: number,
  options: GlobOptions,
): { source: string; next: number } | undefined {
  const choices: string[] = [];
  let at = start;
  for (;;) {
    const choice = convert(pattern, at, options, '|)');
    choices.push(choice.source);
    at = choice.next + 1;
    if (choice.next >= pattern.length) return undefined;
    if (pattern.charAt(choice.next) === ')') return { source: choices.join('|'), next: at };
  }
}

/** A character as an expression that matches it. */
function escapeCharacter(char: string): string {
  return /[\\^$.*+?()[\]{}|/-]/.test(char) ? `\\${char}` : char;
}
