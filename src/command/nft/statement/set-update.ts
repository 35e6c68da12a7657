import type { SetUpdateStatement } from '../../../netfilter/nft/statement.js';
import type { Expression } from '../../../netfilter/nft/expression.js';
import { printTimeSpan } from '../datatype/time-span.js';
import { fitArgument } from '../evaluate/evaluate-argument.js';
import { findNamedSet } from '../evaluate/evaluate-set-reference.js';
import type { Evaluation } from '../evaluate/evaluation.js';
import { EvaluationError } from '../evaluate/evaluation-error.js';
import { expectType } from '../evaluate/expected.js';
import type { ValueType } from '../../../netfilter/nft/value-type.js';
import type { Json } from '../json.js';
import { expressionJson, printExpression } from '../print/expression.js';
import { stateless, type Printing } from '../print/printing.js';
import type { ElementExpression } from '../syntax/tree/expression.js';
import type { SetStatement } from '../syntax/tree/statement.js';
import { evaluateStateful, printStateful, statefulJson } from './stateful.js';

/** What a packet does to a set or map of the table. Source: nft's `stmt_evaluate_set`, `stmt_evaluate_map`. */
export function evaluateSetUpdate(tree: SetStatement, evaluation: Evaluation): SetUpdateStatement {
  const reference = tree.set.kind === 'variable' ? tree.set.value : tree.set;
  if (reference.kind !== 'set-reference') {
    throw new EvaluationError('Expression does not refer to a set', tree.set.at);
  }
  const set = findNamedSet(reference, evaluation);
  const key = evaluateElement(tree.key, set.keyType, 'Key', tree, evaluation);
  const { timeout } = tree.key;
  return {
    kind: 'set-update',
    operation: tree.operation,
    set: set.name,
    key,
    // None at all is the set's own.
    timeout:
      timeout === undefined || timeout === 'never' || timeout === 0n ? undefined : Number(timeout),
    data: tree.data && evaluateData(tree.data, set, tree, evaluation),
    statements: [...tree.key.statements, ...tree.statements].map(evaluateStateful),
  };
}

function evaluateData(
  data: ElementExpression,
  set: ReturnType<typeof findNamedSet>,
  tree: SetStatement,
  evaluation: Evaluation,
): Expression {
  if (set.data?.kind !== 'values') {
    throw new EvaluationError(`${set.name} is not a map`, tree.set.at);
  }
  if (data.timeout !== undefined) {
    throw new EvaluationError('Data expression timeouts are not supported', data.at);
  }
  return evaluateElement(data, set.data.type, 'Data', tree, evaluation);
}

function evaluateElement(
  element: ElementExpression,
  type: ValueType,
  word: 'Key' | 'Data',
  tree: SetStatement,
  evaluation: Evaluation,
): Expression {
  const value = evaluation.evaluate(element.key, expectType(type));
  const fitted = fitArgument(value, element.key, type, tree.at);
  if (element.comment !== undefined) {
    throw new EvaluationError(`${word} expression comments are not supported`, element.at);
  }
  return fitted;
}

function listedStatements({ statements, isUnlisted }: SetUpdateStatement) {
  return isUnlisted === true ? [] : statements;
}

/** What a packet does to a set, as a listing has it. */
export function printSetUpdate(statement: SetUpdateStatement, printing: Printing): string {
  const { operation, set, key, timeout, data } = statement;
  const statements = listedStatements(statement);
  const plain = stateless(printing);
  const parts = [
    printExpression(key, printing),
    ...(timeout === undefined ? [] : [`timeout ${printTimeSpan(BigInt(timeout), printing.style)}`]),
    ...statements.map((one) => printStateful(one, plain)),
    ...(data === undefined ? [] : [`: ${printExpression(data, printing)}`]),
  ];
  return `${operation} @${set} { ${parts.join(' ')} }`;
}

/** What a packet does to a set, in JSON. */
export function setUpdateJson(statement: SetUpdateStatement, printing: Printing): Json {
  const { operation, set, key, timeout, data } = statement;
  const statements = listedStatements(statement);
  const plain = stateless(printing);
  const val = expressionJson(key, printing);
  const elem = timeout === undefined ? val : { elem: { val, timeout: Math.floor(timeout / 1000) } };
  const stmt =
    statements.length === 0 ? undefined : statements.map((one) => statefulJson(one, plain));
  return data === undefined
    ? { set: { op: operation, elem, set: `@${set}`, stmt } }
    : { map: { op: operation, elem, data: expressionJson(data, printing), map: `@${set}`, stmt } };
}
