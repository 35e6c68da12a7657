import { assertNever } from '../../../assert-never.js';
import { scalarType } from '../../../netfilter/nft/value-type.js';
import type { Expression as Tree } from '../syntax/tree/expression.js';
import { evaluateBinary } from './evaluate-binary.js';
import { evaluateConcatenation } from './evaluate-concatenation.js';
import { evaluateList } from './evaluate-list.js';
import { evaluateMap } from './evaluate-map.js';
import { evaluatePrefix, evaluateRange } from './evaluate-range.js';
import { evaluateSetLiteral } from './evaluate-set-literal.js';
import { evaluateSetReference } from './evaluate-set-reference.js';
import { evaluateSymbol, fitNumber } from './evaluate-symbol.js';
import type { Evaluation } from './evaluation.js';
import { EvaluationError } from './evaluation-error.js';
import type { Expected } from './expected.js';
import type { Evaluated } from './is-constant.js';
import { evaluateSelector } from './selector/evaluate-selector.js';

/**
 * The meaning of an expression in a place that asks for a type; matches that it needs are put before it.
 *
 * @throws EvaluationError
 */
export function evaluateExpression(
  tree: Tree,
  expected: Expected,
  evaluation: Evaluation,
): Evaluated {
  switch (tree.kind) {
    case 'symbol':
      return evaluateSymbol(tree.text, tree.at, expected, evaluation);
    case 'chain-name':
      return evaluateSymbol(tree.name, tree.at, expected, evaluation);
    case 'keyword':
      return fitNumber(BigInt(tree.value), tree.type, tree.at, expected, evaluation);
    case 'boolean':
      return fitNumber(tree.value ? 1n : 0n, 'boolean', tree.at, expected, evaluation);
    case 'integer':
      return { kind: 'number', value: tree.value, type: scalarType('integer', 64, 'host') };
    case 'variable':
      return evaluateExpression(tree.value, expected, evaluation);
    case 'set-reference':
      return evaluateSetReference(tree, evaluation);
    case 'binary':
      return evaluateBinary(tree, expected, evaluation);
    case 'prefix':
      return evaluatePrefix(tree, expected, evaluation);
    case 'range':
      return evaluateRange(tree.from, tree.to, tree.at, expected, evaluation);
    case 'symbol-range': {
      const end = (text: string) => ({ kind: 'symbol', text, at: tree.at }) as const;
      return evaluateRange(end(tree.from), end(tree.to), tree.at, expected, evaluation);
    }
    case 'concat':
      return evaluateConcatenation(tree, expected, evaluation);
    case 'list':
      return evaluateList(tree, expected, evaluation);
    case 'set':
      return evaluateSetLiteral(tree, expected, evaluation);
    case 'map':
      return evaluateMap(tree, expected, evaluation);
    case 'element':
      return evaluateExpression(tree.key, expected, evaluation);
    case 'mapping':
      throw new EvaluationError('mapping outside of map context', tree.at);
    case 'catch-all':
    case 'relational':
    case 'verdict':
      throw new EvaluationError('invalid expression', tree.at);
    case 'payload':
    case 'raw-payload':
    case 'meta':
    case 'ct':
    case 'rt':
    case 'socket':
    case 'osf':
    case 'fib':
    case 'ipsec':
    case 'numgen':
    case 'hash':
    case 'exthdr':
    case 'tcp-option':
    case 'ip-option':
    case 'dccp-option':
    case 'sctp-chunk':
      return evaluateSelector(tree, expected, evaluation);
    default:
      return assertNever(tree);
  }
}
