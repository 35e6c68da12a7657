import { datatypes } from '../../../netfilter/nft/datatype.js';
import type { MatchStatement } from '../../../netfilter/nft/statement.js';
import type { Json } from '../json.js';
import { expressionJson, printExpression, printSet, setJson } from '../print/expression.js';
import type { Printing } from '../print/printing.js';
import { numberJson, printNumber, printValue, splitFlags, valueJson } from '../print/value.js';

/** A match as a listing has it. */
export function printMatch(match: MatchStatement, printing: Printing): string {
  const { left, right, operator } = match;
  const flags = flagsOf(match);
  if (flags !== undefined) {
    const words = flags.flags.map((flag) => printNumber(flag, flags.type, printing)).join(',');
    return `${printExpression(flags.left, printing)} ${operator === '==' ? '! ' : ''}${words}`;
  }
  const clock = overMidnight(match, printing);
  if (clock !== undefined) return `${printExpression(left, printing)} ${clock}`;
  const isWritten = operator !== '==' || isEqualityWritten(match);
  const value = isWhole(match)
    ? printNumber(match.right.value, match.right.type, printing)
    : printRight(right, printing);
  return `${printExpression(left, printing)} ${isWritten ? `${operator} ` : ''}${value}`;
}

/** A match in JSON. */
export function matchJson(match: MatchStatement, printing: Printing): Json {
  const flags = flagsOf(match);
  if (flags !== undefined) {
    const words = flags.flags.map((flag) => numberJson(flag, flags.type, printing));
    return {
      match: {
        op: match.operator === '==' ? '!' : 'in',
        left: expressionJson(flags.left, printing),
        right: words.length === 1 ? (words[0] ?? null) : words,
      },
    };
  }
  const { left, right, operator } = match;
  const clock = clockEnds(match);
  const ends = clock?.map((end) => numberJson(end.value, end.type, printing));
  return {
    match: {
      op: ends === undefined ? operator : 'in',
      left: expressionJson(left, printing),
      right: ends === undefined ? rightJson(match, right, printing) : { range: ends },
    },
  };
}

function printRight(right: MatchStatement['right'], printing: Printing): string {
  return right.kind === 'set' || right.kind === 'set-reference'
    ? printSet(right, printing)
    : printValue(right, printing);
}

function rightJson(
  match: MatchStatement,
  right: MatchStatement['right'],
  printing: Printing,
): Json {
  if (isWhole(match)) return numberJson(match.right.value, match.right.type, printing);
  return right.kind === 'set' || right.kind === 'set-reference'
    ? setJson(right, printing)
    : valueJson(right, printing);
}

/** Flags that are compared with a header's field stay one number. */
function isWhole(match: MatchStatement): match is MatchStatement & {
  readonly right: Extract<MatchStatement['right'], { kind: 'number' }>;
} {
  return (
    match.right.kind === 'number' &&
    (match.left.kind === 'payload' || match.left.kind === 'raw-payload')
  );
}

/** `==` is left out unless something else would be read. */
function isEqualityWritten(match: MatchStatement): boolean {
  const { left, right } = match;
  if (left.kind === 'binary') return true;
  const isFlags = right.kind === 'number' && datatypes[right.type.datatype].base === 'bitmask';
  return isFlags && (isWhole(match) || splitFlags(right).length === 1);
}

/** The flags that a match asks for: `ct state & (new | established) != 0` is `ct state established,new`. */
function flagsOf({ left, operator, right }: MatchStatement) {
  const isTest =
    (operator === '==' || operator === '!=') &&
    right.kind === 'number' &&
    right.value === 0n &&
    datatypes[right.type.datatype].base === 'bitmask';
  if (!isTest || left.kind !== 'binary' || left.operator !== '&') return undefined;
  const mask = left.right;
  if (mask.kind !== 'number') return undefined;
  return { left: left.left, flags: splitFlags(mask), type: mask.type };
}

/** Times that go over midnight are kept as all but the rest of the day. */
function clockEnds({ left, operator, right }: MatchStatement) {
  const isClock = left.kind === 'meta' && left.key === 'hour';
  if (!isClock || operator !== '!=' || right.kind !== 'range') return undefined;
  const end = (value: bigint) => ({ value, type: right.type });
  return [end(right.to), end(right.from)];
}

function overMidnight(match: MatchStatement, printing: Printing): string | undefined {
  return clockEnds(match)
    ?.map((end) => printNumber(end.value, end.type, printing))
    .join('-');
}
