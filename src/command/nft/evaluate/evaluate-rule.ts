import { frozen } from '../../../frozen.js';
import type { Rule, Statement } from '../../../netfilter/nft/statement.js';
import type {
  ChainStatement,
  Rule as RuleTree,
  Statement as StatementTree,
} from '../syntax/tree/statement.js';
import type { EvaluationContext } from './context.js';
import { evaluateExpression } from './evaluate-expression.js';
import { evaluateMatch } from './evaluate-match.js';
import { evaluateStatement } from './evaluate-statement.js';
import { Evaluation } from './evaluation.js';
import { EvaluationError } from './evaluation-error.js';
import { writtenAt } from './written-at.js';
import { reduceStatements } from './reduce-statements.js';
import type { DeclaredMeter } from '../statement/declared-meter.js';

/**
 * The meaning of a rule in a table: with the matches that nft adds, in the form in which the kernel keeps it, so that rules that are the same to the kernel
 * are the same.
 *
 * @throws EvaluationError for a rule that nft refuses
 */
export function evaluateRule(tree: RuleTree, context: EvaluationContext): Rule {
  return evaluateDeclaring(tree, context).rule;
}

/**
 * The same, with the sets that its meters make where the table has none of their names.
 *
 * @throws EvaluationError for a rule that nft refuses
 */
export function evaluateDeclaring(
  tree: RuleTree,
  context: EvaluationContext,
): { readonly rule: Rule; readonly meters: readonly DeclaredMeter[] } {
  const evaluation = new Evaluation(context, evaluateExpression);
  try {
    return declaringOf(tree, evaluation);
  } catch (error) {
    throw error instanceof EvaluationError ? error.behind(evaluation.noticed) : error;
  }
}

function declaringOf(
  tree: RuleTree,
  evaluation: Evaluation,
): { readonly rule: Rule; readonly meters: readonly DeclaredMeter[] } {
  let last: StatementTree | undefined;
  for (const statement of tree.statements) {
    if (last !== undefined) {
      throw new EvaluationError('Statement after terminal statement has no effect', statement.at, [
        last.at,
      ]);
    }
    evaluation.statementBits = 0;
    if (addStatement(statement, evaluation)) last = statement;
    evaluation.inner = undefined;
  }
  const statements = reduceStatements(evaluation.statements, evaluation.context.family);
  return { rule: frozen({ statements, comment: tree.comment }), meters: evaluation.meters };
}

/** Adds a statement, and reports whether none can follow it. */
function addStatement(tree: StatementTree, evaluation: Evaluation): boolean {
  if (tree.kind === 'match') {
    evaluateMatch(tree, evaluation);
    return false;
  }
  const statement =
    tree.kind === 'chain'
      ? unnamedChain(tree, evaluation.context)
      : evaluateStatement(tree, evaluation);
  evaluation.add(statement, tree.at);
  return isTerminal(statement);
}

function isTerminal(statement: Statement): boolean {
  switch (statement.kind) {
    case 'verdict':
      return statement.verdict.verdict !== 'continue';
    case 'reject':
    case 'nat':
    case 'queue':
    case 'fwd':
      return true;
    default:
      return false;
  }
}

function unnamedChain({ verdict, rules }: ChainStatement, context: EvaluationContext): Statement {
  return {
    kind: 'chain',
    verdict,
    rules: rules.map((rule) => writtenAt(evaluateRule(rule, context), rule.at)),
  };
}
