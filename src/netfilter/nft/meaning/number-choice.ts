import { all, isAlways } from '../../../predicate/predicate.js';
import { MOST_REMEMBERED, type OpenChoice, type Statement } from '../../statement.js';
import type { Statement as NftStatement } from '../statement.js';
import { presenceOf } from './condition.js';
import { expressionParts } from './value/expression-value.js';
import { hashedCases } from './value/hashed-number.js';
import { END_RULE, guarded } from './lookup.js';
import type { NftScope } from './scope.js';
import type { NumberGenerator } from './spread-maps.js';

/** What is done by the numbers that a generator makes. */
export interface NumberChoice {
  readonly source: NumberGenerator;
  /** The statement that it is in. */
  readonly statement: NftStatement;
  readonly name: string;
  readonly meanings: readonly string[];
  /** The largest number with which a way is taken, in ascending order. */
  readonly ranges: readonly NumberRange[];
  readonly ways: readonly (readonly Statement[])[];
  /** The way of a packet whose number nobody knows. */
  readonly usual: number;
}

/** Numbers from behind the range before up to one, for which the same is done. */
export interface NumberRange {
  readonly last: number;
  readonly way: number;
}

/** The ways that the numbers of a generator lead: those of a count are taken in turn, a hash is that of the packet. */
export function numberMeaning(choice: NumberChoice, scope: NftScope): readonly Statement[] {
  const { source, statement } = choice;
  if (source.kind !== 'jhash') return [remembering(choice)];
  const parts = expressionParts(source.of, scope);
  const cases = hashedCases(source, scope);
  if (cases === undefined) return [...guarded(parts, statement), remembering(choice)];
  const { ranges } = choice;
  const hashed = cases.map(({ when, number }, at) => ({
    when,
    does: [openBy(choice, { kind: 'bytes', number, ranges }, at)],
  }));
  const [first] = hashed;
  const isOne = hashed.length === 1 && first !== undefined && isAlways(first.when);
  if (isOne) return first.does;
  return [
    ...guarded(parts, statement),
    {
      kind: 'dispatch',
      key: [{ kind: 'condition' }],
      rows: hashed.map(({ when, does }) => ({ parts: [when], does })),
      otherwise: END_RULE,
      part: { when: all(parts.map(presenceOf)), statement },
    },
  ];
}

function openBy(
  { source, name, meanings, ways }: NumberChoice,
  by: OpenChoice['by'],
  at: number,
): OpenChoice {
  return {
    kind: 'open',
    name: at === 0 ? name : `${name} ${at + 1}`,
    key: source,
    meanings,
    by,
    ways,
  };
}

function remembering(choice: NumberChoice): OpenChoice {
  const { source, ranges, usual } = choice;
  const { modulus } = source;
  const inTurn = source.kind === 'numgen' && source.mode === 'inc' && modulus <= MOST_REMEMBERED;
  const numbers = inTurn ? Array.from({ length: modulus }, (_, number) => number) : [];
  const turns = numbers.map((number) => ({
    way: ranges.find(({ last }) => number <= last)?.way ?? usual,
    state: (number + 1) % modulus,
  }));
  // What is remembered is the number whose turn is next.
  const [first = { way: usual, state: -1 }] = turns;
  return openBy(choice, { kind: 'memory', transitions: [first, ...turns] }, 0);
}

/** Rows of numbers as ranges, the first row that has a number first; a generator's numbers are counted from its offset. */
export function rangesOfRows(
  { modulus, offset }: NumberGenerator,
  rows: readonly { readonly low: bigint; readonly high: bigint; readonly way: number }[],
  otherwise: number,
): readonly NumberRange[] {
  const starts = rows.flatMap(({ low, high }) => [low, high + 1n]).map((at) => Number(at) - offset);
  const bounds = [...new Set([0, ...starts.filter((at) => at > 0 && at < modulus)])];
  bounds.sort((a, b) => a - b);
  return bounds.map((start, index) => {
    const number = BigInt(start + offset);
    const row = rows.find(({ low, high }) => low <= number && number <= high);
    return { last: (bounds[index + 1] ?? modulus) - 1, way: row?.way ?? otherwise };
  });
}
