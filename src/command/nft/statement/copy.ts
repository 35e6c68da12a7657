import type { FwdStatement, Statement } from '../../../netfilter/nft/statement.js';
import { metaKeys } from '../../../netfilter/nft/key.js';
import { evaluateArgument, refuseRange } from '../evaluate/evaluate-argument.js';
import type { Evaluation } from '../evaluate/evaluation.js';
import { EvaluationError } from '../evaluate/evaluation-error.js';
import type { Json } from '../json.js';
import { expressionJson, printExpression } from '../print/expression.js';
import type { Printing } from '../print/printing.js';
import type { DupStatement as DupTree, FwdStatement as FwdTree } from '../syntax/tree/statement.js';
import { addressTypes } from './address.js';

type DupStatement = Extract<Statement, { readonly kind: 'dup' }>;

const device = metaKeys.oif;

/** `dup to ADDRESS device DEVICE`. Source: nft's `stmt_evaluate_dup`. */
export function evaluateDup(tree: DupTree, evaluation: Evaluation): DupStatement {
  const { family } = evaluation.context;
  if (family === 'netdev') {
    if (tree.device !== undefined) throw new EvaluationError('cannot specify device', tree.at);
    const to = evaluateArgument(tree.to, device, tree.at, evaluation);
    return { kind: 'dup', to: refuseRange(to, tree.to, 'dup'), device: undefined };
  }
  if (family !== 'ip' && family !== 'ip6') {
    throw new EvaluationError('unsupported family', tree.at);
  }
  const to = evaluateArgument(tree.to, addressTypes[family], tree.at, evaluation);
  const by = tree.device && evaluateArgument(tree.device, device, tree.at, evaluation);
  if (by !== undefined && tree.device !== undefined) refuseRange(by, tree.device, 'dup');
  return { kind: 'dup', to: refuseRange(to, tree.to, 'dup'), device: by };
}

/** `fwd to DEVICE`. Source: nft's `stmt_evaluate_fwd`. */
export function evaluateFwd(tree: FwdTree, evaluation: Evaluation): FwdStatement {
  if (evaluation.context.family !== 'netdev') {
    throw new EvaluationError('unsupported family', tree.at);
  }
  const by = evaluateArgument(tree.device, device, tree.at, evaluation);
  refuseRange(by, tree.device, 'fwd');
  const { family, address: addressTree } = tree;
  if (addressTree === undefined) {
    return { kind: 'fwd', family: undefined, address: undefined, device: by };
  }
  if (family === undefined) throw new EvaluationError('missing family', tree.at);
  const address = evaluateArgument(addressTree, addressTypes[family], tree.at, evaluation);
  refuseRange(address, addressTree, 'fwd');
  return { kind: 'fwd', family, address, device: by };
}

/** A copy to elsewhere, as a listing has it. */
export function printDup({ to, device: by }: DupStatement, printing: Printing): string {
  const where = by === undefined ? '' : ` device ${printExpression(by, printing)}`;
  return `dup to ${printExpression(to, printing)}${where}`;
}

/** A copy to elsewhere, in JSON. */
export function dupJson({ to, device: by }: DupStatement, printing: Printing): Json {
  return {
    dup: { addr: expressionJson(to, printing), dev: by && expressionJson(by, printing) },
  };
}

/** A packet sent elsewhere, as a listing has it. */
export function printFwd(statement: FwdStatement, printing: Printing): string {
  const { family, address, device: by } = statement;
  const where = printExpression(by, printing);
  if (address === undefined) return `fwd to ${where}`;
  return `fwd ${family ?? 'unknown'} to ${printExpression(address, printing)} device ${where}`;
}

/** A packet sent elsewhere, in JSON. */
export function fwdJson(statement: FwdStatement, printing: Printing): Json {
  const { family, address, device: by } = statement;
  return {
    fwd: {
      dev: expressionJson(by, printing),
      family,
      addr: address && expressionJson(address, printing),
    },
  };
}
