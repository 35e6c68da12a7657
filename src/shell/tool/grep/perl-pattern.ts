/** A pattern of Perl as an expression that JavaScript has, and how long it may take. */
export interface PerlPattern {
  readonly expression: RegExp;
  /** Whether what stands before `\K` is left out of the match: the rest is the first group. */
  readonly isReset: boolean;
  /** How many steps a line of this length may take at most. */
  readonly steps: (length: number) => number;
}

/** How often what was read last can be taken differently: so many ways, times the length of a line this often. */
interface Ways {
  count: number;
  degree: number;
}

const ESCAPES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['d', 'D', 'w', 'W', 't'].map((letter) => [letter, `\\${letter}`])),
  s: '[\\t-\\r ]',
  S: '[^\\t-\\r ]',
  h: '[\\t ]',
};

/** What a class of one kind holds, in brackets of JavaScript. */
const CLASSES: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  blank: '\\t ',
  digit: '0-9',
  lower: 'a-z',
  space: '\\t-\\r ',
  upper: 'A-Z',
  xdigit: '0-9A-Fa-f',
};

const TOKEN =
  /\(\?(?:=|!|<=|<!|:)|\((?![?*])|[)|^.]|\$|\\[^]|\[\^?(?:\[:[a-z]+:\]|\\[^]|[^\]\\[])+\]|(?:[*+?]|\{\d+(?:,\d*)?\})\??|[^\\()[\]{}*+?|^$.]/y;

/**
 * Reads a pattern of Perl that looks around itself.
 *
 * Repetitions of groups that have no end, and back-references, are none of it: the steps of a line would have no useful bound.
 *
 * @returns undefined for what is not read
 */
export function readPerlPattern(text: string, ignoresCase: boolean): PerlPattern | undefined {
  const groups: { opening: string; ways: Ways }[] = [{ opening: '', ways: one() }];
  let source = '';
  let isReset = false;
  let hasChoice = false;
  /** What a repetition would repeat. */
  let last: Ways | undefined;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text)?.[0];
    const group = groups.at(-1);
    if (token === undefined || group === undefined) return undefined;
    if (token.startsWith('(')) {
      groups.push({ opening: token, ways: one() });
      source += token === '(' ? '(?:' : token;
      last = undefined;
    } else if (token === ')') {
      groups.pop();
      const outer = groups.at(-1);
      if (outer === undefined) return undefined;
      last = /^\((\?:)?$/.test(group.opening) ? group.ways : undefined;
      multiply(outer.ways, group.ways);
      source += token;
    } else if (/^[*+?{]/.test(token)) {
      if (last === undefined || groups.some(({ opening }) => opening.startsWith('(?<'))) {
        return undefined;
      }
      const repeated = repeat(last, token);
      if (repeated === undefined) return undefined;
      multiply(group.ways, repeated);
      source += token;
      last = undefined;
    } else if (token === '\\K') {
      if (isReset || groups.length > 1) return undefined;
      isReset = true;
      source += '(';
      last = undefined;
    } else {
      const read = atom(token);
      if (read === undefined) return undefined;
      hasChoice ||= token === '|' && groups.length === 1;
      if (token === '|') group.ways.count += 1;
      last = /^([|^$]|\\[bB])$/.test(token) ? undefined : one();
      source += read;
    }
  }
  const [whole] = groups;
  if (whole === undefined || groups.length > 1 || (isReset && hasChoice)) return undefined;
  const { count, degree } = whole.ways;
  return {
    expression: new RegExp(isReset ? `${source})` : source, ignoresCase ? 'gi' : 'g'),
    isReset,
    steps: (length) => count * (length + 1) ** (degree + 1),
  };
}

function one(): Ways {
  return { count: 1, degree: 0 };
}

function multiply(ways: Ways, by: Ways): void {
  ways.count *= by.count;
  ways.degree += by.degree;
}

/** The ways that a repetition adds to those of what it repeats. */
function repeat(ways: Ways, token: string): Ways | undefined {
  const [, least = '0', open, most = ''] = /^\{(\d+)(,)?(\d*)\}/.exec(token) ?? [];
  const isBraced = token.startsWith('{');
  const isEndless = /^[*+]/.test(token) || (open !== undefined && most === '');
  const isPlain = ways.count === 1 && ways.degree === 0;
  if (isEndless) return isPlain ? { count: 1, degree: 1 } : undefined;
  const times = isBraced ? Number(open === undefined ? least : most) : 1;
  if (times > 1000 || times < Number(least)) return undefined;
  const choices = isBraced ? times - Number(least) + 1 : 2;
  return { count: choices * ways.count ** times, degree: ways.degree * times };
}

/** What stands for itself, a place or a class of characters, as JavaScript has it. */
function atom(token: string): string | undefined {
  if (token === '.') return '[^\\n]';
  const letter = token.startsWith('\\') ? token.slice(1) : undefined;
  if (letter !== undefined) {
    if (/^[bB]$/.test(letter) || /^[^A-Za-z0-9]$/.test(letter)) return token;
    return ESCAPES[letter];
  }
  if (!token.startsWith('[') || token === '[') return token;
  let isKnown = true;
  const inside = token.slice(1, -1).replaceAll(/\[:([a-z]+):\]|\\(.)/gs, (all, name, escaped) => {
    const read =
      name === undefined
        ? /^[^A-Za-z0-9]$/.test(escaped)
          ? all
          : CLASS_ESCAPES[escaped]
        : CLASSES[name];
    isKnown &&= read !== undefined;
    return read ?? '';
  });
  return isKnown ? `[${inside}]` : undefined;
}

const CLASS_ESCAPES: Readonly<Record<string, string>> = {
  d: '\\d',
  w: '\\w',
  t: '\\t',
  s: '\\t-\\r ',
  h: '\\t ',
};
