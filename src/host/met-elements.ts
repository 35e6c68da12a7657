import { assertNever } from '../assert-never.js';
import type { Printing } from '../command/nft/print/printing.js';
import { printVerdict } from '../command/nft/print/expression.js';
import { printValue } from '../command/nft/print/value.js';
import { printElementData, valueOf } from '../command/nft/run/list/print-element.js';
import { holds } from '../evaluate/holds.js';
import type { Registers } from '../evaluate/registers.js';
import type {
  Expression,
  KnownValue,
  MapLiteral,
  SetLiteral,
  SetReference,
} from '../netfilter/nft/expression.js';
import { presenceOf, spansOf } from '../netfilter/nft/meaning/condition.js';
import { expressionParts } from '../netfilter/nft/meaning/value/expression-value.js';
import type { NftScope } from '../netfilter/nft/meaning/scope.js';
import { readWords } from '../netfilter/nft/meaning/value/read-word.js';
import type { Value } from '../netfilter/nft/meaning/value/value.js';
import type { SetElement } from '../netfilter/nft/set/element.js';
import { findElement } from '../netfilter/nft/set/find-element.js';
import type { NftSet } from '../netfilter/nft/set/nft-set.js';
import type { Statement } from '../netfilter/nft/statement.js';
import { valuesOf } from '../netfilter/nft/values-of.js';
import type { Verdict } from '../netfilter/nft/verdict.js';

/** A key, and the set or the map in which it is looked up. */
interface KeyLookup {
  readonly key: Expression;
  readonly in: SetLiteral | SetReference | MapLiteral | MapLiteral<Verdict>;
}

/**
 * The elements of sets and maps in which a packet's keys are, of the statements of a rule in their order, as a listing has them. What comes behind a
 * statement that changes the packet is left out: its keys may be others by then. What the packet doesn't decide is left out too.
 */
export function metElements(
  statements: readonly Statement[],
  registers: Registers,
  scope: NftScope,
  printing: Printing,
): readonly string[] {
  const changing = statements.findIndex(({ kind }) => kind === 'mangle' || kind === 'nat');
  const asked = changing < 0 ? statements : statements.slice(0, changing + 1);
  return asked.flatMap(lookupsOf).flatMap((lookup) => {
    const key = expressionParts(lookup.key, scope).map((part) => numberOf(part, registers));
    const known = key.filter((part) => part !== undefined);
    const text =
      known.length === key.length ? elementText(lookup.in, known, scope, printing) : undefined;
    return text === undefined ? [] : [text];
  });
}

function lookupsOf(statement: Statement): readonly KeyLookup[] {
  const inner = valuesOf(statement).flatMap((value): readonly KeyLookup[] =>
    value.kind === 'map-lookup' ? [{ key: value.key, in: value.map }] : [],
  );
  switch (statement.kind) {
    case 'match': {
      const { left, right } = statement;
      const isLookup = right.kind === 'set' || right.kind === 'set-reference';
      return isLookup ? [...inner, { key: left, in: right }] : inner;
    }
    case 'vmap':
      return [...inner, { key: statement.key, in: statement.map }];
    case 'object':
      return typeof statement.name === 'string'
        ? inner
        : [...inner, { key: statement.name.key, in: statement.name.map }];
    default:
      return inner;
  }
}

/** What a packet has of a value; undefined where it has none, or doesn't decide it. */
function numberOf(value: Value, registers: Registers): bigint | undefined {
  if (!holds(presenceOf(value), registers)) return undefined;
  switch (value.kind) {
    case 'words':
      return readWords(value.words, (field) => registers[field]);
    case 'less':
      return BigInt(registers[value.field] - value.by);
    case 'cases':
      return value.cases.find(({ when }) => holds(when, registers))?.value;
    case 'open':
      return value.usual;
    default:
      return assertNever(value);
  }
}

function elementText(
  of: KeyLookup['in'],
  key: readonly bigint[],
  scope: NftScope,
  printing: Printing,
): string | undefined {
  if (of.kind === 'set-reference') {
    const set = scope.findSet(of.name);
    const found = set && findElement(set, key);
    return found && namedText(found, set, printing);
  }
  const elements: readonly {
    readonly key: KnownValue | '*';
    readonly data?: KnownValue | Verdict;
  }[] = of.elements;
  const found =
    elements.find((one) => one.key !== '*' && isIn(key, one.key)) ??
    elements.find((one) => one.key === '*');
  if (found === undefined) return undefined;
  const text = found.key === '*' ? '*' : printValue(found.key, printing);
  return found.data === undefined ? text : `${text} : ${dataText(found.data, printing)}`;
}

function isIn(key: readonly bigint[], value: KnownValue): boolean {
  const spans = spansOf(value);
  return key.every((number, index) => {
    const [low = 0n, high = -1n] = spans[index] ?? [];
    return low <= number && number <= high;
  });
}

function namedText({ key, data }: SetElement, set: NftSet, printing: Printing): string {
  const text =
    key.kind === 'catch-all' ? '*' : printValue(valueOf(key.ranges, set.keyType), printing);
  return data === undefined ? text : `${text} : ${printElementData(data, set, printing)}`;
}

function dataText(data: KnownValue | Verdict, printing: Printing): string {
  return 'verdict' in data ? printVerdict(data) : printValue(data, printing);
}
