import { scalarType } from '../../../netfilter/nft/value-type.js';
import type { Verdict } from '../../../netfilter/nft/verdict.js';
import type { Expression as Tree, VerdictExpression } from '../syntax/tree/expression.js';
import type { Evaluation } from './evaluation.js';
import { nearestSymbol } from '../misspelt.js';
import type { Span } from '../syntax/tree/span.js';
import { setWithin } from './evaluate-set-literal.js';
import { EvaluationError } from './evaluation-error.js';
import { expectType } from './expected.js';

const MOST_CHAIN_NAME = 256;
const name = expectType(scalarType('string', 0, 'host'));

/** Where a packet goes. */
export function evaluateVerdict(tree: VerdictExpression, evaluation: Evaluation): Verdict {
  const { verdict, chain } = tree;
  if (verdict !== 'jump' && verdict !== 'goto') return { kind: 'verdict', verdict };
  if (chain === undefined) throw new EvaluationError('not a value expression', tree.at);
  const set = setWithin(chain);
  if (set !== undefined) {
    evaluation.evaluate(set, name);
    throw new EvaluationError('you cannot use a set here, unknown value to use', set.at, [tree.at]);
  }
  return { kind: 'verdict', verdict, chain: chainName(chain, evaluation) };
}

/** The verdicts that nft looks through for one that is near to a wrong word. */
const VERDICT_WORDS = ['continue', 'break', 'return', 'accept', 'drop', 'queue', 'stolen'];

/** Words for what should be a verdict: one that is near, or a jump to a chain of that name. Source: nft's `verdict_type_error`. */
export function noVerdict(word: string, at: Span): EvaluationError {
  const meant = nearestSymbol(word, VERDICT_WORDS) ?? `jump ${word}`;
  return new EvaluationError(`Could not parse netfilter verdict; did you mean \`${meant}'?`, at);
}

function chainName(tree: Tree, evaluation: Evaluation): string {
  const chain = evaluation.evaluate(tree, name);
  if (chain.kind !== 'text' || chain.wildcard) {
    throw new EvaluationError('not a value expression', tree.at);
  }
  if (chain.text.length > MOST_CHAIN_NAME) {
    throw new EvaluationError(
      `chain name too long (${chain.text.length}, max ${MOST_CHAIN_NAME})`,
      tree.at,
    );
  }
  return chain.text;
}
