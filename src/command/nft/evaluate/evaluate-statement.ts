import { assertNever } from '../../../assert-never.js';
import type { Statement } from '../../../netfilter/nft/statement.js';
import { evaluateDup, evaluateFwd } from '../statement/copy.js';
import { evaluateLog } from '../statement/log.js';
import {
  evaluateCtSet,
  evaluateMetaSet,
  evaluateOptionSet,
  evaluatePayloadSet,
} from '../statement/mangle.js';
import { evaluateMeter } from '../statement/meter.js';
import { evaluateNat } from '../statement/nat.js';
import { evaluateObject } from '../statement/object.js';
import { evaluateQueue } from '../statement/queue.js';
import { evaluateReject } from '../statement/reject.js';
import { evaluateSetUpdate } from '../statement/set-update.js';
import { evaluateStateful } from '../statement/stateful.js';
import { evaluateSynproxy } from '../statement/synproxy.js';
import { evaluateTproxy } from '../statement/tproxy.js';
import { evaluateVerdictStatement } from '../statement/verdict.js';
import type {
  ChainStatement,
  MatchStatement,
  Statement as StatementTree,
} from '../syntax/tree/statement.js';
import type { Evaluation } from './evaluation.js';
import { evaluateTcpOption } from './selector/evaluate-exthdr.js';

/**
 * The meaning of a statement that is no match, and no chain without a name.
 *
 * @throws EvaluationError
 */
export function evaluateStatement(
  tree: Exclude<StatementTree, ChainStatement | MatchStatement>,
  evaluation: Evaluation,
): Statement {
  switch (tree.kind) {
    case 'verdict':
      return evaluateVerdictStatement(tree, evaluation);
    case 'meta-set':
      return evaluateMetaSet(tree, evaluation);
    case 'ct-set':
      return evaluateCtSet(tree, evaluation);
    case 'payload-set':
      return evaluatePayloadSet(tree, evaluation);
    case 'option-set':
      return evaluateOptionSet(tree, evaluation);
    case 'option-strip': {
      const { kind, at, option } = tree.option;
      return { kind: 'option-strip', option: evaluateTcpOption({ kind, at, option }) };
    }
    case 'object-reference':
      return evaluateObject(tree, evaluation);
    case 'log':
      return evaluateLog(tree);
    case 'reject':
      return evaluateReject(tree, evaluation);
    case 'nat':
      return evaluateNat(tree, evaluation);
    case 'tproxy':
      return evaluateTproxy(tree, evaluation);
    case 'synproxy':
      return evaluateSynproxy(tree);
    case 'queue':
      return evaluateQueue(tree, evaluation);
    case 'dup':
      return evaluateDup(tree, evaluation);
    case 'fwd':
      return evaluateFwd(tree, evaluation);
    case 'notrack':
      return { kind: 'notrack' };
    case 'flow':
      return { kind: 'flow', flowtable: tree.flowtable };
    case 'set-update':
      return evaluateSetUpdate(tree, evaluation);
    case 'meter':
      return evaluateMeter(tree, evaluation);
    case 'counter':
    case 'limit':
    case 'quota':
    case 'connlimit':
    case 'last':
      return evaluateStateful(tree);
    default:
      return assertNever(tree);
  }
}
