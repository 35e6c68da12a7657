import { ALWAYS } from '../../../../predicate/predicate.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { hex, readLeadingNumber } from '../../option/number/number.js';
import { openChoice } from '../../option/open-choice.js';

/** `-m u32 --u32 TESTS`. */
export interface U32Match extends MatchData {
  readonly name: 'u32';
  readonly tests: readonly U32Test[];
  readonly inverted: boolean;
}

/** A number of the packet is looked for in steps, and held against ranges. */
interface U32Test {
  readonly location: readonly { readonly operation: string; readonly number: number }[];
  readonly values: readonly { readonly from: number; readonly to: number }[];
}

/** Source: `XT_U32_MAXSIZE`. */
const MOST = 10;
const U32_MAX = 0xffffffff;

/** The `u32` match: on any bytes of a packet, which isn't more than its fields here; a single packet isn't met. Source: `xt_u32.c`. */
export const u32Match: MatchExtension<U32Match> = {
  name: 'u32',
  families: [4, 6],
  options: {
    initial: { name: 'u32', tests: [], inverted: false },
    options: [
      {
        name: 'u32',
        words: 1,
        invertible: true,
        mandatory: true,
        read: (data, { argument, inverted }) => ({
          ...data,
          tests: new U32Reader(argument).tests(),
          inverted,
        }),
      },
    ],
  },
  print: ({ tests, inverted }) => `${inverted ? '! ' : ''}--u32 ${printTests(tests)}`,
  list: ({ tests, inverted }) => `u32 ${inverted ? '! ' : ''}${printTests(tests)}`,
  predicate: () => ALWAYS,
  choice: ({ inverted }) => openChoice(inverted),
};

function printTests(tests: U32Match['tests']): string {
  const written = tests.map(({ location, values }) => {
    const from = location.map(({ operation, number }) => `${operation}${hex(number)}`).join('');
    const ranges = values.map((value) =>
      value.from === value.to ? hex(value.from) : `${hex(value.from)}:${hex(value.to)}`,
    );
    return `${from}=${ranges.join(',')}`;
  });
  return `"${written.join('&&')}"`;
}

/** Reads `LOCATION=VALUES[&&LOCATION=VALUES...]`, and says at which character it stops. */
class U32Reader {
  #at = 0;

  constructor(private readonly text: string) {}

  /** @throws XtablesError */
  tests(): readonly U32Test[] {
    const tests: U32Test[] = [];
    for (;;) {
      const location = this.#location();
      const values = this.#values();
      tests.push({ location, values });
      if (tests.length > MOST) this.#refuse('too many "&&"s');
      if (this.#at >= this.text.length) return tests;
      this.#at += 2;
    }
  }

  #location(): U32Test['location'] {
    const steps: U32Test['location'][number][] = [];
    for (;;) {
      this.#skipBlanks();
      const next = this.text[this.#at];
      if (next === undefined) return stop('abrupt end of input after location specifier');
      if (next === '=') {
        if (steps.length === 0) this.#refuse('location spec missing');
        this.#at += 1;
        return steps;
      }
      const operation = steps.length === 0 ? '' : this.#operation(next);
      steps.push({ operation, number: this.#number() });
      if (steps.length > MOST) this.#refuse('too many operators');
    }
  }

  #operation(sign: string): string {
    if (sign === '&' || sign === '@') {
      this.#at += 1;
      return sign;
    }
    if (sign !== '<' && sign !== '>') return this.#refuse('operator expected');
    this.#at += 1;
    if (this.text[this.#at] !== sign) this.#refuse(`a second '${sign}' was expected`);
    this.#at += 1;
    return sign + sign;
  }

  /** Up to the end, or to the `&&` before another test. */
  #values(): U32Test['values'] {
    const values: U32Test['values'][number][] = [];
    for (;;) {
      this.#skipBlanks();
      const next = this.text[this.#at];
      if (next === undefined) {
        return values.length > 0 ? values : stop('test ended with no value specified');
      }
      if (next === '&') {
        if (this.text[this.#at + 1] !== '&') {
          this.#at += 1;
          this.#refuse("a second '&' was expected");
        }
        if (values.length > 0) return values;
        this.#at += 1;
        this.#refuse('value spec missing');
      }
      if (values.length > 0) {
        if (next !== ',') this.#refuse('expected "," or "&&"');
        this.#at += 1;
      }
      const from = this.#number();
      this.#skipBlanks();
      const isRange = this.text[this.#at] === ':';
      if (isRange) this.#at += 1;
      values.push({ from, to: isRange ? this.#number() : from });
      if (values.length > MOST) this.#refuse('too many ","s');
    }
  }

  #number(): number {
    const found = readLeadingNumber(this.text.slice(this.#at), 0, U32_MAX);
    if (found === undefined) return this.#refuse('not a number or out of range');
    this.#at = this.text.length - found.rest.length;
    return found.value;
  }

  #skipBlanks(): void {
    while (/\s/.test(this.text[this.#at] ?? '')) this.#at += 1;
  }

  #refuse(why: string): never {
    return stop(`at char ${this.#at}: ${why}`);
  }
}

function stop(why: string): never {
  throw new XtablesError('parameter', `u32: ${why}`);
}
