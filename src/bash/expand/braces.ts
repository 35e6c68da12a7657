import type { Part, Word } from '../syntax/script.js';

/** A character of the script, or a part that is not looked into. */
type Item = string | Part;

const known = new WeakMap<Word, readonly Word[]>();

/** The words that a word stands for once its braces are expanded (bash(1), Brace Expansion). */
export function expandBraces(word: Word): readonly Word[] {
  const found = known.get(word);
  if (found !== undefined) return found;
  const mayHold = word.parts.some((part) => part.kind === 'literal' && part.text.includes('{'));
  const words = mayHold ? expand(itemsOf(word.parts)).map(wordOf) : [word];
  known.set(word, words);
  return words;
}

function itemsOf(parts: readonly Part[]): Item[] {
  return parts.flatMap((part): Item[] => (part.kind === 'literal' ? part.text.split('') : [part]));
}

function wordOf(items: readonly Item[]): Word {
  const parts: Part[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') parts.push({ kind: 'literal', text });
    text = '';
  };
  for (const item of items) {
    if (typeof item === 'string') text += item;
    else {
      flush();
      parts.push(item);
    }
  }
  flush();
  return { parts, raw: '' };
}

function expand(items: readonly Item[]): Item[][] {
  for (let start = items.indexOf('{'); start >= 0; start = items.indexOf('{', start + 1)) {
    const group = findGroup(items, start);
    if (group === undefined) continue;
    const middles = group.choices.length > 1 ? group.choices.flatMap(expand) : group.sequence;
    if (middles === undefined) continue;
    const before = items.slice(0, start);
    const afters = expand(items.slice(group.end + 1));
    return middles.flatMap((middle) => afters.map((after) => before.concat(middle, after)));
  }
  return [[...items]];
}

interface Group {
  readonly end: number;
  readonly choices: readonly Item[][];
  readonly sequence: Item[][] | undefined;
}

/** The braces that open in this place; undefined when they don't close or hold neither a comma nor a sequence. */
function findGroup(items: readonly Item[], start: number): Group | undefined {
  const choices: Item[][] = [];
  let depth = 0;
  let from = start + 1;
  for (let at = start; at < items.length; at++) {
    const item = items[at];
    if (item === '{') depth++;
    else if (item === ',' && depth === 1) {
      choices.push(items.slice(from, at));
      from = at + 1;
    } else if (item === '}' && --depth === 0) {
      choices.push(items.slice(from, at));
      const [only] = choices;
      const sequence = choices.length === 1 && only !== undefined ? sequenceOf(only) : undefined;
      return choices.length > 1 || sequence !== undefined
        ? { end: at, choices, sequence }
        : undefined;
    }
  }
  return undefined;
}

/** `FIRST..LAST` and `FIRST..LAST..STEP`, of numbers or letters. */
function sequenceOf(items: readonly Item[]): Item[][] | undefined {
  let text = '';
  for (const item of items) {
    if (typeof item !== 'string') return undefined;
    text += item;
  }
  const numbers = /^([+-]?\d+)\.\.([+-]?\d+)(?:\.\.([+-]?\d+))?$/.exec(text);
  if (numbers !== null) {
    const [, first = '', last = '', step = '1'] = numbers;
    const isPadded = [first, last].some((number) => /^[+-]?0\d/.test(number));
    const width = isPadded ? Math.max(first.length, last.length) : 0;
    return range(Number(first), Number(last), Number(step)).map((number) =>
      pad(number, width).split(''),
    );
  }
  const letters = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.([+-]?\d+))?$/.exec(text);
  if (letters === null) return undefined;
  const [, first = '', last = '', step = '1'] = letters;
  return range(first.charCodeAt(0), last.charCodeAt(0), Number(step)).map((code) => [
    String.fromCodePoint(code),
  ]);
}

function range(first: number, last: number, step: number): number[] {
  const size = Math.abs(step) || 1;
  const count = Math.floor(Math.abs(last - first) / size) + 1;
  const direction = last < first ? -size : size;
  return Array.from({ length: count }, (_, at) => first + at * direction);
}

function pad(number: number, width: number): string {
  const digits = `${Math.abs(number)}`;
  return number < 0 ? `-${digits.padStart(width - 1, '0')}` : digits.padStart(width, '0');
}
