import type { Parser } from '../parser/parser.js';
import type { Span, Uint64 } from '../tree/span.js';

const units = [
  { letter: 'd', name: 'Day', milliseconds: 86_400_000n },
  { letter: 'h', name: 'Hour', milliseconds: 3_600_000n },
  { letter: 'm', name: 'Minute', milliseconds: 60_000n },
  { letter: 's', name: 'Second', milliseconds: 1000n },
  { letter: 'ms', name: 'Millisecond', milliseconds: 1n },
];

const mostDigits = 8;

/** The milliseconds of a time such as `1d2h3m4s`; without a unit it is seconds. */
function millisecondsOf(p: Parser, text: string, at: Span): Uint64 {
  const times = new Map<string, bigint>();
  let digits = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (/\d/.test(character)) {
      if (digits.length >= mostDigits) p.refuse(at, 'value too large');
      digits += character;
      continue;
    }
    const letter = text.slice(index) === 'ms' ? 'ms' : character;
    const unit = units.find((candidate) => candidate.letter === letter);
    if (unit === undefined) p.refuse(at, 'wrong time format');
    if (times.has(letter)) p.refuse(at, `${unit.name} has been specified twice`);
    times.set(letter, BigInt(digits === '' ? '0' : digits) * unit.milliseconds);
    digits = '';
    index += letter.length - 1;
  }
  if (times.size === 0) return BigInt(digits === '' ? '0' : digits) * 1000n;
  return [...times.values()].reduce((sum, time) => sum + time, 0n);
}

/** A time, in milliseconds. Source: nft(8), DATA TYPES, time. */
export function parseTime(p: Parser): Uint64 {
  const { text, at } = p.expect('string');
  return millisecondsOf(p, text, at);
}

/** A time, in milliseconds, or `never`. */
export function parseTimeOrNever(p: Parser): Uint64 | 'never' {
  const { text, at } = p.expect('string');
  return text === 'never' ? 'never' : millisecondsOf(p, text, at);
}

/** A time in seconds; a number is seconds too. */
export function parseSeconds(p: Parser): Uint64 {
  const number = p.accept('number');
  if (number !== undefined) return number.value;
  const { text, at } = p.expect('number', 'string');
  return millisecondsOf(p, text, at) / 1000n;
}
