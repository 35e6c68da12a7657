import type { Source, Quoting } from './source.js';
import type { Operation, Part, Subscript, Word } from '../syntax/script.js';

const LENGTH = /#(?=(?:[A-Za-z_]\w*|\d+|[@*#?$!-])(?:\}|\[))/y;
const PREFIX = /!([A-Za-z_]\w*)[*@]\}/y;
const INDIRECT = /!(?=[A-Za-z_0-9@*#])/y;
const NAME = /[A-Za-z_]\w*|\d+|[@*#?$!-]/y;

/** Reads `${...}`. */
export function readBraced(source: Source, quoting: Quoting): Part {
  const start = source.at;
  source.at += 2;
  const isLength = source.match(LENGTH) !== undefined;
  const names = isLength ? undefined : source.match(PREFIX);
  if (names !== undefined) {
    source.at += names.length;
    return {
      kind: 'parameter',
      name: names.slice(1, -2),
      subscript: undefined,
      isIndirect: false,
      operation: { kind: 'names', isOneWord: names.at(-2) === '*' },
      raw: source.text.slice(start, source.at),
    };
  }
  const isIndirect = !isLength && source.match(INDIRECT) !== undefined;
  if (isLength || isIndirect) source.at++;
  const name = source.match(NAME) ?? '';
  source.at += name.length;
  const subscript = /^[A-Za-z_]/.test(name) ? readSubscript(source) : undefined;
  if (subscript === 'unclosed') throw source.unclosed('}', start);
  const operation =
    name === ''
      ? { kind: 'bad' as const }
      : isLength
        ? { kind: 'length' as const }
        : readOperation(source, quoting === 'plain' ? 'plain' : 'double');
  // Bash changes the case of no number or flags of its own.
  const isBad = operation?.kind === 'bad' || (operation?.kind === 'case' && /^[#?-]$/.test(name));
  if (isBad || source.peek() !== '}') {
    source.readWordUntil(quoting, atBrace);
    if (!source.take('}')) throw source.unclosed('}', start);
    return bad(source, start, name);
  }
  source.at++;
  return {
    kind: 'parameter',
    name,
    subscript,
    isIndirect,
    operation,
    raw: source.text.slice(start, source.at),
  };
}

function bad(source: Source, start: number, name: string): Part {
  return {
    kind: 'parameter',
    name,
    subscript: undefined,
    isIndirect: false,
    operation: { kind: 'bad' },
    raw: source.text.slice(start, source.at),
  };
}

function atBrace(source: Source): boolean {
  return source.peek() === '}';
}

/** Reads `[...]` after a name; undefined when there is none, or none that is closed. */
export function readSubscript(source: Source): Subscript | 'unclosed' | undefined {
  if (source.peek() !== '[') return undefined;
  source.at++;
  if (source.peek(1) === ']' && (source.peek() === '@' || source.peek() === '*')) {
    const all = source.peek() === '@' ? '@' : '*';
    source.at += 2;
    return all;
  }
  let depth = 0;
  const word = source.readWordUntil('plain', (inside) => {
    const char = inside.peek();
    if (char === '[') depth++;
    else if (char === ']' && depth-- === 0) return true;
    return false;
  });
  return source.take(']') ? word : 'unclosed';
}

function readOperation(source: Source, quoting: Quoting): Operation | undefined {
  const char = source.peek();
  switch (char) {
    case '}':
      return undefined;
    case ':':
      source.at++;
      if ('-=?+'.includes(source.peek()) && source.peek() !== '') {
        return readDefault(source, quoting, true);
      }
      return readSubstring(source);
    case '-':
    case '=':
    case '?':
    case '+':
      return readDefault(source, quoting, false);
    case '#':
    case '%': {
      source.at++;
      const isLongest = source.take(char);
      const side = char === '#' ? 'prefix' : 'suffix';
      return { kind: 'remove', side, isLongest, pattern: readOperand(source) };
    }
    case '/':
      return readReplace(source);
    case '^':
    case ',':
    case '~': {
      source.at++;
      const change = char === '^' ? 'upper' : char === ',' ? 'lower' : 'toggle';
      return { kind: 'case', change, isAll: source.take(char), pattern: readOperand(source) };
    }
    case '@': {
      const letter = source.peek(1);
      if (!/[UuLQEPAKak]/.test(letter) || source.peek(2) !== '}') return { kind: 'bad' };
      source.at += 2;
      return { kind: 'transform', letter };
    }
    default:
      return { kind: 'bad' };
  }
}

const DEFAULTS = { '-': 'default', '=': 'assign', '?': 'error', '+': 'alternative' } as const;

function readDefault(source: Source, quoting: Quoting, hasColon: boolean): Operation {
  const char = source.peek();
  if (char !== '-' && char !== '=' && char !== '?' && char !== '+') return { kind: 'bad' };
  source.at++;
  return { kind: DEFAULTS[char], hasColon, word: source.readWordUntil(quoting, atBrace) };
}

/** A pattern: quotes mean what they mean in a plain word, also inside of double quotes. */
function readOperand(source: Source): Word {
  return source.readWordUntil('plain', atBrace);
}

function readReplace(source: Source): Operation {
  source.at++;
  const where = source.take('/')
    ? 'all'
    : source.take('#')
      ? 'prefix'
      : source.take('%')
        ? 'suffix'
        : 'first';
  // Without an anchor, a slash that comes first is part of the pattern.
  const isAnchored = where === 'prefix' || where === 'suffix';
  const start = source.at;
  const pattern = source.readWordUntil(
    'plain',
    (inside) =>
      inside.peek() === '}' || (inside.peek() === '/' && (isAnchored || inside.at > start)),
  );
  const replacement: Word = source.take('/')
    ? source.readWordUntil('plain', atBrace)
    : { parts: [], raw: '' };
  return { kind: 'replace', where, pattern, replacement };
}

function readSubstring(source: Source): Operation {
  const offset = readBound(source);
  const length = source.take(':') ? readBound(source) : undefined;
  return { kind: 'substring', offset, length };
}

/** An expression up to a colon or brace that is not part of it. */
function readBound(source: Source): Word {
  let depth = 0;
  let choices = 0;
  return source.readWordUntil('double', (inside) => {
    const char = inside.peek();
    if (char === '(' || char === '[') depth++;
    else if (char === ')' || char === ']') depth--;
    else if (char === '?') choices++;
    else if (char === '}') return true;
    else if (char === ':' && depth === 0 && choices-- <= 0) return true;
    return false;
  });
}
