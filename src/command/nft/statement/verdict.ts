import type { Statement } from '../../../netfilter/nft/statement.js';
import { evaluateVerdictMap } from '../evaluate/evaluate-map.js';
import { evaluateVerdict } from '../evaluate/evaluate-verdict.js';
import type { Evaluation } from '../evaluate/evaluation.js';
import { normalForm } from '../evaluate/normal-form.js';
import type { Json } from '../json.js';
import { expressionJson, mapJson, printExpression, printMap } from '../print/expression.js';
import type { Printing } from '../print/printing.js';
import type { VerdictStatement } from '../syntax/tree/statement.js';

type VerdictMapStatement = Extract<Statement, { readonly kind: 'vmap' }>;

/** A verdict, or one that a map gives. */
export function evaluateVerdictStatement(
  { verdict: tree }: VerdictStatement,
  evaluation: Evaluation,
): Statement {
  if (tree.kind === 'verdict') {
    return { kind: 'verdict', verdict: evaluateVerdict(tree, evaluation) };
  }
  const { key, map } = evaluateVerdictMap(tree, evaluation);
  return { kind: 'vmap', key: normalForm(key), map };
}

/** A map of verdicts as a listing has it. */
export function printVerdictMap({ key, map }: VerdictMapStatement, printing: Printing): string {
  return `${printExpression(key, printing)} vmap ${printMap(map, printing)}`;
}

/** A map of verdicts in JSON. */
export function verdictMapJson({ key, map }: VerdictMapStatement, printing: Printing): Json {
  return { vmap: { key: expressionJson(key, printing), data: mapJson(map, printing) } };
}
