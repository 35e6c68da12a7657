import { assertNever } from '../../../assert-never.js';
import { ctKeys, metaKeys, unqualifiedMetaKeys, type CtKey } from '../../../netfilter/nft/key.js';
import type { Expression } from '../../../netfilter/nft/expression.js';
import type { SetFieldStatement } from '../../../netfilter/nft/statement.js';
import { evaluateArgument, refuseRange } from '../evaluate/evaluate-argument.js';
import type { Evaluation } from '../evaluate/evaluation.js';
import { EvaluationError } from '../evaluate/evaluation-error.js';
import { isKnownValue } from '../evaluate/is-constant.js';
import {
  evaluateDccpOption,
  evaluateExtensionHeader,
  evaluateIpOption,
  evaluateSctpChunk,
  evaluateTcpOption,
} from '../evaluate/selector/evaluate-exthdr.js';
import { evaluatePayload, evaluateRawPayload } from '../evaluate/selector/evaluate-payload.js';
import { findMetaKey } from '../evaluate/selector/evaluate-selector.js';
import type { Json } from '../json.js';
import { expressionJson, printExpression } from '../print/expression.js';
import type { Printing } from '../print/printing.js';
import { printSelector, selectorJson } from '../print/selector.js';
import { numberJson, printNumber, splitFlags } from '../print/value.js';
import type {
  CtStatement,
  MetaStatement,
  OptionStatement,
  PayloadStatement,
} from '../syntax/tree/statement.js';
import { wholeBytes } from '../evaluate/stored-match.js';
import { isWrittenWhole } from './written-bytes.js';

/** `meta KEY set VALUE`. */
export function evaluateMetaSet(tree: MetaStatement, evaluation: Evaluation): SetFieldStatement {
  const key = findMetaKey(tree.key);
  if (key === undefined) throw new EvaluationError(`unknown key ${tree.key} of meta`, tree.at);
  const type = metaKeys[key];
  evaluation.statementBits = type.bits;
  const value = evaluateArgument(tree.value, type, tree.at, evaluation);
  refuseRange(value, tree.value, 'meta');
  return { kind: 'mangle', target: { kind: 'meta', key, inner: undefined, type }, value };
}

/** `ct KEY set VALUE`. */
export function evaluateCtSet(tree: CtStatement, evaluation: Evaluation): SetFieldStatement {
  const key = findCtKey(tree.key);
  if (key === undefined) throw new EvaluationError(`unknown key ${tree.key} of ct`, tree.at);
  const type = ctKeys[key];
  evaluation.statementBits = type.bits;
  const value = evaluateArgument(tree.value, type, tree.at, evaluation);
  if (key === 'secmark' && isKnownValue(value)) {
    throw new EvaluationError('ct secmark must not be set to constant value', tree.at);
  }
  refuseRange(value, tree.value, 'ct');
  const { direction } = tree;
  return { kind: 'mangle', target: { kind: 'ct', key, direction, type }, value };
}

function findCtKey(word: string): CtKey | undefined {
  for (const key in ctKeys) if (isCtKey(key) && key === word) return key;
  return undefined;
}

function isCtKey(key: string): key is CtKey {
  return key in ctKeys;
}

/** So many bytes are read at most to put some of their bits back. Source: nft's `stmt_evaluate_payload`. */
const LONGEST_UNEVEN = 16;

/** `HEADER FIELD set VALUE`. */
export function evaluatePayloadSet(
  tree: PayloadStatement,
  evaluation: Evaluation,
): SetFieldStatement {
  const { target: targetTree } = tree;
  if (targetTree.kind === 'payload' && targetTree.inner !== undefined) {
    throw new EvaluationError(
      'payload statement for this expression is not supported',
      targetTree.at,
    );
  }
  const target =
    targetTree.kind === 'payload'
      ? evaluatePayload(targetTree, evaluation)
      : evaluateRawPayload(targetTree);
  const value = evaluateArgument(tree.value, target.type, tree.at, evaluation);
  refuseRange(value, tree.value, 'payload');
  const spanned = target.kind === 'raw-payload' ? wholeBytes(target).raw.type.bits / 8 : 0;
  if (!isWrittenWhole(target) && spanned > LONGEST_UNEVEN) {
    const message = `uneven load cannot span more than ${LONGEST_UNEVEN} bytes, got ${spanned}`;
    throw new EvaluationError(message, targetTree.at);
  }
  if (!isWrittenWhole(target) && value.kind !== 'number' && value.kind !== 'binary') {
    throw new EvaluationError(
      'payload statement for this expression is not supported',
      tree.value.at,
    );
  }
  return { kind: 'mangle', target, value };
}

/** `tcp option NAME FIELD set VALUE` and its kin. */
export function evaluateOptionSet(
  tree: OptionStatement,
  evaluation: Evaluation,
): SetFieldStatement {
  const target = optionTarget(tree, evaluation);
  if (target.kind === 'dccp-option') {
    throw new EvaluationError('setting an option of DCCP is not simulated', tree.at);
  }
  const value = evaluateArgument(tree.value, target.type, tree.at, evaluation);
  refuseRange(value, tree.value, 'exthdr');
  return { kind: 'mangle', target, value };
}

function optionTarget({ target }: OptionStatement, evaluation: Evaluation) {
  switch (target.kind) {
    case 'exthdr':
      return evaluateExtensionHeader(target, evaluation);
    case 'tcp-option':
      return evaluateTcpOption(target);
    case 'ip-option':
      return evaluateIpOption(target, evaluation);
    case 'sctp-chunk':
      return evaluateSctpChunk(target);
    case 'dccp-option':
      return evaluateDccpOption(target);
    default:
      return assertNever(target);
  }
}

/** What is set, as a listing has it. */
export function printMangle({ target, value }: SetFieldStatement, printing: Printing): string {
  return `${printTarget(target)} set ${printMangled(target, value, printing)}`;
}

function printTarget(target: SetFieldStatement['target']): string {
  if (target.kind !== 'meta') return printSelector(target);
  return unqualifiedMetaKeys.has(target.key) ? target.key : `meta ${target.key}`;
}

/** Events of a connection are a list. */
function isEvents(target: SetFieldStatement['target']): boolean {
  return target.kind === 'ct' && target.key === 'event';
}

function printMangled(
  target: SetFieldStatement['target'],
  value: Expression,
  printing: Printing,
): string {
  if (!isEvents(target) || value.kind !== 'number') return printExpression(value, printing);
  return splitFlags(value)
    .map((flag) => printNumber(flag, value.type, printing))
    .join(',');
}

/** What is set, in JSON. */
export function mangleJson({ target, value }: SetFieldStatement, printing: Printing): Json {
  return {
    mangle: {
      key: selectorJson(target),
      value: mangledJson(target, value, printing),
    },
  };
}

function mangledJson(
  target: SetFieldStatement['target'],
  value: Expression,
  printing: Printing,
): Json {
  if (!isEvents(target) || value.kind !== 'number') return expressionJson(value, printing);
  const flags = splitFlags(value).map((flag) => numberJson(flag, value.type, printing));
  return flags.length === 1 ? (flags[0] ?? null) : flags;
}
