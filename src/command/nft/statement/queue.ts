import type { Statement } from '../../../netfilter/nft/statement.js';
import { scalarType } from '../../../netfilter/nft/value-type.js';
import { evaluateArgument } from '../evaluate/evaluate-argument.js';
import type { Evaluation } from '../evaluate/evaluation.js';
import { EvaluationError } from '../evaluate/evaluation-error.js';
import { expectLike } from '../evaluate/expected.js';
import type { Json } from '../json.js';
import { expressionJson, printExpression } from '../print/expression.js';
import type { Printing } from '../print/printing.js';
import type { QueueStatement as QueueTree } from '../syntax/tree/statement.js';

type QueueStatement = Extract<Statement, { readonly kind: 'queue' }>;

const MOST_QUEUE = 65_535n;
const number = scalarType('integer', 16, 'host');
const FLAGS = ['bypass', 'fanout'] as const;

/** `queue to NUMBER`; without one it is queue 0. */
export function evaluateQueue(tree: QueueTree, evaluation: Evaluation): QueueStatement {
  const flags = FLAGS.filter((flag) => tree.flags.includes(flag));
  if (tree.queue === undefined) {
    return { kind: 'queue', queue: { kind: 'number', value: 0n, type: number }, flags };
  }
  const queue = evaluateArgument(tree.queue, number, tree.at, evaluation);
  if (flags.includes('fanout') && queue.kind !== 'range') {
    throw new EvaluationError('fanout requires a range to be specified', tree.queue.at);
  }
  if ((expectLike(queue).most ?? 0n) > MOST_QUEUE) {
    throw new EvaluationError(`queue expression max value exceeds ${MOST_QUEUE}`, tree.queue.at);
  }
  return { kind: 'queue', queue, flags };
}

/** A queue as a listing has it. */
export function printQueue({ queue, flags }: QueueStatement, printing: Printing): string {
  const words = flags.length === 0 ? '' : ` flags ${flags.join(',')}`;
  return `queue${words} to ${printExpression(queue, printing)}`;
}

/** A queue in JSON. */
export function queueJson({ queue, flags }: QueueStatement, printing: Printing): Json {
  return {
    queue: {
      num: expressionJson(queue, printing),
      flags: flags.length > 1 ? flags : flags[0],
    },
  };
}
