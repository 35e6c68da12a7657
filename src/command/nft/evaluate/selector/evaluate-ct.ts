import { ctKeys, type CtKey } from '../../../../netfilter/nft/key.js';
import type { CtExpression } from '../../syntax/tree/selector.js';
import type { Evaluation } from '../evaluation.js';
import { EvaluationError, refusedExpression } from '../evaluation-error.js';
import type { Selector } from '../../../../netfilter/nft/expression.js';

type CtSelector = Extract<Selector, { readonly kind: 'ct' }>;

/** What is asked of one direction. The kernel forgets the direction of all else. Source: `nft_ct_get_dump`. */
const directed: ReadonlySet<CtKey> = new Set<CtKey>([
  'saddr',
  'daddr',
  'ip saddr',
  'ip daddr',
  'ip6 saddr',
  'ip6 daddr',
  'proto-src',
  'proto-dst',
  'bytes',
  'packets',
  'avgpkt',
  'zone',
]);

/** What the grammar lets be asked of no direction, but the kernel doesn't. Source: `nft_ct_get_init`. */
const UNDIRECTED: ReadonlySet<string> = new Set(['saddr', 'daddr', 'proto-src', 'proto-dst']);

/** Something of the packet's connection. An address without a family is of that which the rule has asked for. */
export function evaluateCt(tree: CtExpression, evaluation: Evaluation): CtSelector {
  const { at } = tree;
  const key = findCtKey(tree);
  const direction = directed.has(key) ? tree.direction : undefined;
  if (UNDIRECTED.has(tree.key) && direction === undefined) {
    throw refusedExpression('Invalid argument', at);
  }
  const network = evaluation.current.protocol('nh');
  if (key === 'saddr' || key === 'daddr') {
    if (network !== 'ip' && network !== 'ip6') {
      const end = key.slice(0, 1);
      throw new EvaluationError(
        `cannot determine ip protocol version, use "ip ${end}addr" or "ip6 ${end}addr" instead`,
        at,
      );
    }
    return { kind: 'ct', key, direction, type: ctKeys[`${network} ${key}`] };
  }
  const family = /^(ip6?) /.exec(key)?.[1];
  const isOther = (network === 'ip' || network === 'ip6') && family !== undefined;
  if (isOther && network !== family) {
    const stated = evaluation.current.at('nh')?.at;
    throw new EvaluationError(
      `conflicting protocols specified: ${network} vs. ${family}`,
      at,
      stated === undefined ? [] : [stated],
    );
  }
  return { kind: 'ct', key, direction, type: ctKeys[key] };
}

/** A key of `ct` by its words. */
export function findCtKey({ key, at }: CtExpression): CtKey {
  for (const known in ctKeys) if (isKey(known) && known === key) return known;
  throw new EvaluationError(`unknown key ${key} of ct`, at);
}

function isKey(key: string): key is CtKey {
  return key in ctKeys;
}
