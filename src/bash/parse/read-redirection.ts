import type { Redirection, RedirectionOperator, Word } from '../syntax/script.js';
import { literalOf } from '../syntax/word.js';
import { readWord } from './read-parts.js';
import type { Source } from './source.js';
import { unexpectedHere } from './token.js';

const START = /(?:\d+|\{[A-Za-z_]\w*\})?(?:<<<|<<-|<<|<&|<>|<(?!\()|>>|>&|>\||>(?!\()|&>>|&>)/y;

const OPERATORS: Readonly<Record<string, RedirectionOperator>> = {
  '<': '<',
  '>': '>',
  '>>': '>>',
  '>|': '>|',
  '<>': '<>',
  '<&': '<&',
  '>&': '>&',
  '&>': '&>',
  '&>>': '&>>',
  '<<<': '<<<',
  '<<': '<<',
  '<<-': '<<',
};

/** Reads a redirection; undefined when none begins here. */
export function readRedirection(source: Source): Redirection | undefined {
  const start = source.match(START);
  if (start === undefined) return undefined;
  const [, number, variable, written = ''] = /^(\d+)?(?:\{(\w+)\})?(.+)$/.exec(start) ?? [];
  const operator = OPERATORS[written];
  if (operator === undefined) return undefined;
  source.at += start.length;
  source.skipBlanks();
  const target = readWord(source);
  if (target === undefined) throw unexpectedHere(source);
  const fd = number === undefined ? undefined : Number(number);
  const redirection: { -readonly [Key in keyof Redirection]: Redirection[Key] } = {
    operator,
    fd,
    variable,
    target,
  };
  if (operator === '<<') {
    redirection.end = literalOf(target) ?? target.raw;
    source.pending.push({
      end: redirection.end,
      stripsTabs: written === '<<-',
      isQuoted: isQuoted(target),
      fill: (text) => {
        redirection.target = text;
      },
    });
    // A script may end before the text does.
    redirection.target = { parts: [], raw: '' };
  }
  return redirection;
}

function isQuoted(word: Word): boolean {
  return word.parts.some(({ kind }) => kind === 'quoted' || kind === 'double');
}
