import type { SetUpdateStatement } from '../../../netfilter/nft/statement.js';
import type { Evaluation } from '../evaluate/evaluation.js';
import { EvaluationError } from '../evaluate/evaluation-error.js';
import { ANYTHING } from '../evaluate/expected.js';
import { isConstant } from '../evaluate/is-constant.js';
import { normalForm } from '../evaluate/normal-form.js';
import type { MeterStatement } from '../syntax/tree/statement.js';
import { evaluateStateful } from './stateful.js';

/** A meter is a set that a rule makes itself, and updates. Source: nft's `stmt_evaluate_meter`, `netlink_gen_meter_stmt`. */
export function evaluateMeter(tree: MeterStatement, evaluation: Evaluation): SetUpdateStatement {
  const { name, size, key: element, statement } = tree;
  const key = evaluation.evaluate(element.key, ANYTHING);
  if (isConstant(key)) {
    throw new EvaluationError('Meter key expression can not be constant', element.at);
  }
  if (element.comment !== undefined) {
    throw new EvaluationError('Meter key expression can not contain comments', element.at);
  }
  checkKnown(tree, evaluation);
  const { timeout } = element;
  const milliseconds = timeout === undefined || timeout === 'never' ? undefined : Number(timeout);
  evaluation.meters.push({ name, keyType: key.type, size, hasTimeout: milliseconds !== undefined });
  return {
    kind: 'set-update',
    operation: milliseconds === undefined ? 'add' : 'update',
    set: name,
    key: normalForm(key),
    timeout: milliseconds,
    data: undefined,
    statements: [keptBy(statement)],
  };
}

/** A set of the same name is taken if it is alike. */
function checkKnown({ at, name, size, key }: MeterStatement, { context }: Evaluation): void {
  const known = context.findSet(name);
  if (known === undefined) return;
  const { flags, data } = known;
  if (data !== undefined || !flags.includes('dynamic')) {
    const word = data === undefined ? 'set' : 'map';
    throw new EvaluationError(
      `File exists; meter '${name}' overlaps an existing ${word} '${name}' in family ${context.family}`,
      at,
    );
  }
  const hasTimeout = key.timeout !== undefined;
  if (flags.includes('timeout') !== hasTimeout) {
    const verb = hasTimeout ? 'lacks' : 'has';
    throw new EvaluationError(`existing set '${name}' ${verb} timeout flag`, key.at);
  }
  if (size > 0n && size !== BigInt(known.size ?? 0)) {
    throw new EvaluationError(
      `existing set '${name}' has size ${known.size ?? 0}, meter has ${size}`,
      key.at,
    );
  }
}

function keptBy(statement: MeterStatement['statement']) {
  switch (statement.kind) {
    case 'counter':
    case 'limit':
    case 'quota':
    case 'connlimit':
    case 'last':
      return evaluateStateful(statement);
    default:
      throw new EvaluationError('meter statement must be stateful', statement.at);
  }
}
