import { ansiQuote, backslashQuote } from '../expand/quote.js';
import { parseNumber } from '../arithmetic/parse-number.js';
import { readEscape, replaceEscapes } from '../parse/escape.js';
import { fail, isName, print, type Builtin, type BuiltinCall } from './builtin.js';
import { padText, printNumber, type Conversion } from './number-format.js';
import { formatTime } from './time-format.js';

const USAGE = 'printf: usage: printf [-v var] format [arguments]\n';

/** `printf [-v NAME] FORMAT ARGUMENT...` */
export const printf: Builtin = async (call) => {
  const { shell } = call;
  let argv = [...call.argv];
  let name: string | undefined;
  if (argv[0] === '-v' && argv.length > 1) {
    name = argv[1];
    argv = argv.slice(2);
  }
  const isFree = argv[0] === '--';
  if (isFree) argv.shift();
  const [format, ...args] = argv;
  if (format === undefined || (/^-./.test(format) && name === undefined && !isFree)) {
    if (format !== undefined) await fail(call, `${format.slice(0, 2)}: invalid option`);
    await shell.write(2, USAGE);
    return 2;
  }
  const [base, subscript] = splitPlace(name ?? '');
  if (name !== undefined && !isName(base))
    return fail(call, `\`${name}': not a valid identifier`, 2);
  const printed = await new Printer(call, format, args).print();
  if (name === undefined) {
    const status = await print(call, printed.text);
    return Math.max(status, printed.status);
  }
  shell.variables.set(base, printed.text, { subscript });
  return printed.status;
};

function splitPlace(place: string): [string, string | undefined] {
  const [, base, subscript] = /^(\w+)\[(.+)\]$/s.exec(place) ?? [];
  return base === undefined ? [place, undefined] : [base, subscript];
}

const DIRECTIVE =
  /%([-+ #0]*)(\*|\d+)?(?:\.(\*|-?\d+)?)?(?:hh|h|ll|l|L|j|z|t)?([a-zA-Z%]|\([^)]*\)T)/y;

class Printer {
  #text = '';
  #status = 0;
  #at = 0;

  constructor(
    private readonly call: BuiltinCall,
    private readonly format: string,
    private readonly args: readonly string[],
  ) {}

  /** The format is used again until all arguments are. */
  async print(): Promise<{ text: string; status: number }> {
    do {
      const before = this.#at;
      if (!(await this.#once()) || this.#at === before) break;
    } while (this.#at < this.args.length);
    return { text: this.#text, status: this.#status };
  }

  #next(): string | undefined {
    return this.args[this.#at++];
  }

  /** Prints the format once. False when the output ends here. */
  async #once(): Promise<boolean> {
    const { format } = this;
    for (let at = 0; at < format.length;) {
      const char = format.charAt(at);
      if (char === '\\') {
        const escape = readEscape(format, at, 'format');
        this.#text += escape.bytes;
        at = escape.next;
      } else if (char !== '%') {
        const next = /[\\%]/.exec(format.slice(at))?.index ?? format.length - at;
        this.#text += format.slice(at, at + next);
        at += next;
      } else {
        const end = await this.#directive(at);
        if (end === undefined) return false;
        at = end;
      }
    }
    return true;
  }

  /** Prints the directive in this place. Answers where it ends; undefined when the output ends with it. */
  async #directive(at: number): Promise<number | undefined> {
    if (this.format.charAt(at + 1) === '%') {
      this.#text += '%';
      return at + 2;
    }
    DIRECTIVE.lastIndex = at;
    const match = DIRECTIVE.exec(this.format);
    if (match === null || !/^(?:[diouxXcsbqQeEfFgGaA]|\(.*\)T)$/s.test(match[4] ?? '')) {
      const rest = this.format.slice(at + 1);
      const bad = match === null ? rest.replace(/^[-+ #0\d.*]*/, '').charAt(0) : (match[4] ?? '');
      if (bad === '')
        await fail(this.call, `\`${this.format.slice(at)}': missing format character`);
      else await fail(this.call, `\`${bad}': invalid format character`);
      this.#status = 1;
      return undefined;
    }
    const [whole, flags = '', width, precision, letter = ''] = match;
    const conversion: Conversion = {
      flags,
      width: width === '*' ? await this.#count() : Number(width ?? 0),
      precision: !/\./.test(whole.slice(0, -letter.length))
        ? undefined
        : precision === '*'
          ? await this.#count()
          : Number(precision ?? 0),
      letter,
    };
    const goesOn = await this.#convert(conversion);
    return goesOn ? at + whole.length : undefined;
  }

  async #count(): Promise<number> {
    return Number(await this.#integer(this.#next()));
  }

  /** Prints one argument. False when the output ends with it. */
  async #convert(conversion: Conversion): Promise<boolean> {
    const { letter } = conversion;
    if (letter.endsWith('T') && letter.length > 1) {
      const seconds = this.#next() ?? '-1';
      const time = /^-[12]$/.test(seconds) ? this.call.shell.world.time : Number(seconds);
      this.#text += padText(formatTime(letter.slice(1, -2), time), conversion);
      return true;
    }
    switch (letter) {
      case 's':
        this.#text += padText(this.#next() ?? '', conversion);
        return true;
      case 'c':
        this.#text += padText((this.#next() ?? '').charAt(0) || '\0', {
          ...conversion,
          precision: undefined,
        });
        return true;
      case 'b': {
        const { bytes, ends } = replaceEscapes(this.#next() ?? '', '%b');
        this.#text += padText(bytes, conversion);
        return !ends;
      }
      case 'q':
      case 'Q':
        this.#text += padText(quote(this.#next() ?? ''), conversion);
        return true;
      default: {
        const isFloat = /[eEfFgGaA]/.test(letter);
        const value = isFloat ? await this.#float(this.#next()) : await this.#integer(this.#next());
        this.#text += printNumber(value, conversion);
        return true;
      }
    }
  }

  async #integer(word: string | undefined): Promise<bigint> {
    if (word === undefined || word === '') return 0n;
    if (/^["']/.test(word)) return BigInt(word.charCodeAt(1) || 0);
    const [whole = '', sign = '', digits = ''] =
      /^\s*([-+]?)(0[xX][0-9a-fA-F]+|\d+)/.exec(word) ?? [];
    let value = digits === '' ? undefined : parseNumber(digits);
    if (typeof value === 'string') {
      const octal = /^0[0-7]*/.exec(digits)?.[0] ?? '0';
      value = undefined;
      await this.#invalid(`${word}: invalid octal number`);
      return BigInt(Number.parseInt(octal, 8) || 0);
    }
    if (value === undefined || whole.length < word.trimEnd().length) {
      await this.#invalid(`${word}: invalid number`);
    }
    return sign === '-' ? -(value ?? 0n) : (value ?? 0n);
  }

  async #float(word: string | undefined): Promise<number> {
    if (word === undefined || word === '') return 0;
    if (/^["']/.test(word)) return word.charCodeAt(1) || 0;
    const value = Number(word);
    if (!Number.isNaN(value)) return value;
    await this.#invalid(`${word}: invalid number`);
    return Number.parseFloat(word) || 0;
  }

  async #invalid(words: string): Promise<void> {
    await fail(this.call, words);
    this.#status = 1;
  }
}

function quote(text: string): string {
  return /[^\x20-\x7e]/.test(text) ? ansiQuote(text) : backslashQuote(text);
}
