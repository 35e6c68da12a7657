/** How the texts of a key are compared: the letters that sort(1) has for it. */
export type OrderLetter = 'n' | 'g' | 'h' | 'M' | 'V';

/** Compares two texts of bytes: negative, zero or positive. */
export type Compare = (left: string, right: string) => number;

/** Compares texts byte by byte, as the C locale does. */
export const compareBytes: Compare = (left, right) => (left < right ? -1 : left > right ? 1 : 0);

/** The comparisons of sort(1) that read texts as something else. */
export const COMPARISONS: Readonly<Record<OrderLetter, Compare>> = {
  n: (left, right) => compareDecimals(decimalOf(left), decimalOf(right)),
  g: (left, right) => compareGeneral(generalOf(left), generalOf(right)),
  h: compareHuman,
  M: (left, right) => monthOf(left) - monthOf(right),
  V: compareVersions,
};

/** A decimal number of any length: its sign, and its digits before and after the point without needless zeros. */
interface Decimal {
  readonly sign: number;
  readonly whole: string;
  readonly part: string;
}

function decimalOf(text: string): Decimal {
  const [, minus = '', digits = '', , decimals = ''] =
    /^[ \t\n]*(-?)(\d*)(\.(\d*))?/.exec(text) ?? [];
  const whole = digits.replace(/^0+/, '');
  const part = decimals.replace(/0+$/, '');
  const isZero = whole === '' && part === '';
  return { sign: isZero ? 0 : minus === '' ? 1 : -1, whole, part };
}

function compareDecimals(left: Decimal, right: Decimal): number {
  if (left.sign !== right.sign) return left.sign - right.sign;
  const size =
    left.whole.length - right.whole.length ||
    compareBytes(left.whole, right.whole) ||
    compareBytes(left.part, right.part);
  return left.sign * size;
}

/** Undefined for a text that is no number, which comes before all that are. */
function generalOf(text: string): number | undefined {
  const [word] = /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?/i.exec(text) ?? [];
  if (word !== undefined) return Number(word);
  const [, sign, name] = /^\s*([-+]?)(inf|nan)/i.exec(text) ?? [];
  if (name === undefined) return undefined;
  return name.toLowerCase() === 'nan' ? Number.NaN : sign === '-' ? -Infinity : Infinity;
}

function compareGeneral(left: number | undefined, right: number | undefined): number {
  const ranks = generalRank(left) - generalRank(right);
  if (ranks !== 0 || left === undefined || right === undefined) return ranks;
  return left < right ? -1 : left > right ? 1 : 0;
}

const SUFFIXES = 'KMGTPEZYRQ';

/** By sign, then by the unit, then by the number: `2K` is less than `1G`. */
function compareHuman(left: string, right: string): number {
  const unitOf = (text: string): number => {
    const [, suffix = ''] = /^[ \t\n]*-?\d*(?:\.\d*)?([A-Za-z]?)/.exec(text) ?? [];
    const { sign } = decimalOf(text);
    const unit = suffix === '' ? -1 : SUFFIXES.indexOf(suffix === 'k' ? 'K' : suffix);
    return sign * (unit + 1);
  };
  const signs = decimalOf(left).sign - decimalOf(right).sign;
  return (
    signs || unitOf(left) - unitOf(right) || compareDecimals(decimalOf(left), decimalOf(right))
  );
}

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');

function monthOf(text: string): number {
  return MONTHS.indexOf(text.trimStart().slice(0, 3).toUpperCase()) + 1;
}

/** Compares as versions: digits by number, a tilde before everything, and a file's suffix last. Source: sort(1) `-V`. */
function compareVersions(left: string, right: string): number {
  if (left === right) return 0;
  if (left === '' || right === '') return left === '' ? -1 : 1;
  const suffix = /(\.[A-Za-z~][A-Za-z0-9~]*)*$/;
  if (dotRank(left) !== dotRank(right)) return dotRank(left) - dotRank(right);
  const [bareLeft, bareRight] = [left.replace(suffix, ''), right.replace(suffix, '')];
  const bare = bareLeft === bareRight ? 0 : compareParts(bareLeft, bareRight);
  return bare || compareParts(left, right);
}

function compareParts(left: string, right: string): number {
  let [at, to] = [0, 0];
  while (at < left.length || to < right.length) {
    while (isOther(left[at]) || isOther(right[to])) {
      const difference = weigh(left[at]) - weigh(right[to]);
      if (difference !== 0) return difference;
      at++;
      to++;
    }
    const [one = ''] = /^\d*/.exec(left.slice(at)) ?? [];
    const [two = ''] = /^\d*/.exec(right.slice(to)) ?? [];
    const numbers = compareDecimals(decimalOf(one), decimalOf(two));
    if (numbers !== 0) return numbers;
    at += one.length;
    to += two.length;
  }
  return 0;
}

function isOther(mark: string | undefined): boolean {
  return mark !== undefined && !/\d/.test(mark);
}

/** How the first differing marks of two versions compare: a tilde, the end, digits, letters, the rest. */
function weigh(mark: string | undefined): number {
  if (mark === undefined) return -1;
  if (/\d/.test(mark)) return 0;
  if (mark === '~') return -2;
  return /[A-Za-z]/.test(mark) ? mark.charCodeAt(0) : mark.charCodeAt(0) + 256;
}

/** What is no number comes first, then what is not a number by its name. */
function generalRank(value: number | undefined): number {
  return value === undefined ? 0 : Number.isNaN(value) ? 1 : 2;
}

/** The folders `.` and `..` come first, then hidden files. */
function dotRank(text: string): number {
  return text === '.' ? 1 : text === '..' ? 2 : text.startsWith('.') ? 3 : 4;
}
