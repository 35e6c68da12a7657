import type { Statement } from '../../statement.js';
import type { Comparison, MatchStatement } from '../statement.js';
import { rangesOfComparison } from './compare-word.js';
import { spansOf, type Span } from './condition.js';
import { rowsOf } from './value/known-right.js';
import { END_RULE, GO_ON } from './lookup.js';
import { numberMeaning, rangesOfRows } from './number-choice.js';
import type { NftScope } from './scope.js';
import type { NumberGenerator } from './spread-maps.js';

const MATCHES = 0;
const PASSES_BY = 1;

/** A match of a number that is made up. */
export function generatedMeaning(
  statement: MatchStatement,
  source: NumberGenerator,
  scope: NftScope,
): readonly Statement[] {
  const { operator, right } = statement;
  const isInverted = operator === '!=';
  const [held, missed] = isInverted ? [PASSES_BY, MATCHES] : [MATCHES, PASSES_BY];
  const ways: (readonly Statement[])[] = [GO_ON, END_RULE];
  const rows =
    right.kind === 'set' || right.kind === 'set-reference'
      ? rowsOf(right, scope).map(({ spans, statements = [] }) => {
          const counts = isInverted ? [] : statements;
          const way = counts.length === 0 ? held : ways.push(counts) - 1;
          const [span = EVERY_NUMBER] = spans === '*' ? [] : spans;
          return { span, way };
        })
      : spansCompared(operator, spansOf(right)[0] ?? EVERY_NUMBER).map((span) => ({
          span,
          way: held,
        }));
  const ranges = rangesOfRows(
    source,
    rows.map(({ span: [low, high], way }) => ({ low, high, way })),
    missed,
  );
  return numberMeaning(
    {
      source,
      statement,
      name: source.kind,
      meanings: [
        `${source.kind} matches`,
        `${source.kind} passes by`,
        ...ways.slice(2).map((_, at) => `${source.kind} matches element ${at + 1}`),
      ],
      ranges,
      ways,
      usual: missed,
    },
    scope,
  );
}

/** The numbers for which a comparison holds; of one that is turned round, those for which it does not. */
function spansCompared(operator: Comparison, span: Span): readonly Span[] {
  if (operator === '==' || operator === '!=') return [span];
  return rangesOfComparison(operator, span[0], 32);
}

const EVERY_NUMBER: Span = [0n, 0xffffffffn];
