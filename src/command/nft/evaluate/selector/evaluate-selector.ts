import { wholeBytes } from '../stored-match.js';
import { assertNever } from '../../../../assert-never.js';
import {
  ipsecKeys,
  metaKeys,
  osfType,
  rtKeys,
  socketKeys,
  type MetaKey,
} from '../../../../netfilter/nft/key.js';
import type { IpsecExpression, MetaExpression, RtExpression } from '../../syntax/tree/selector.js';
import type { Evaluation } from '../evaluation.js';
import { EvaluationError } from '../evaluation-error.js';
import type { Expected } from '../expected.js';
import { evaluateCt } from './evaluate-ct.js';
import {
  evaluateDccpOption,
  evaluateExtensionHeader,
  evaluateIpOption,
  evaluateSctpChunk,
  evaluateTcpOption,
} from './evaluate-exthdr.js';
import { evaluateFib } from './evaluate-fib.js';
import { evaluateHash, generatedRange, generatedType } from './evaluate-hash.js';
import { evaluatePayload, evaluateRawPayload } from './evaluate-payload.js';
import type { Selector } from '../../../../netfilter/nft/expression.js';
import type { SelectorExpression } from '../../syntax/tree/expression.js';

/**
 * What an expression reads; the matches that it needs are put before it.
 *
 * @throws EvaluationError
 */
export function evaluateSelector(
  tree: SelectorExpression,
  expected: Expected,
  evaluation: Evaluation,
): Selector {
  switch (tree.kind) {
    case 'payload':
      return evaluatePayload(tree, evaluation);
    case 'raw-payload':
      return readByMask(evaluateRawPayload(tree), tree);
    case 'meta':
      return evaluateMeta(tree, evaluation);
    case 'ct':
      return evaluateCt(tree, evaluation);
    case 'rt':
      return evaluateRt(tree, evaluation);
    case 'socket': {
      const level = tree.level === undefined ? undefined : Number(tree.level);
      return { kind: 'socket', key: tree.key, level, type: socketKeys[tree.key] };
    }
    case 'osf':
      return {
        kind: 'osf',
        ttl: tree.ttl,
        version: tree.key === 'version',
        type: osfType,
      };
    case 'fib':
      return evaluateFib(tree);
    case 'ipsec':
      return evaluateIpsec(tree, evaluation);
    case 'numgen':
      return {
        kind: 'numgen',
        mode: tree.mode,
        ...generatedRange(tree),
        type: generatedType(expected, 'host'),
      };
    case 'hash':
      return evaluateHash(tree, expected, evaluation);
    case 'exthdr':
      return evaluateExtensionHeader(tree, evaluation);
    case 'tcp-option':
      return evaluateTcpOption(tree);
    case 'ip-option':
      return evaluateIpOption(tree, evaluation);
    case 'dccp-option':
      return evaluateDccpOption(tree);
    case 'sctp-chunk':
      return evaluateSctpChunk(tree);
    default:
      return assertNever(tree);
  }
}

/** A key of `meta` by its word. */
export function findMetaKey(word: string): MetaKey | undefined {
  for (const key in metaKeys) if (isMetaKey(key) && key === word) return key;
  return undefined;
}

function isMetaKey(key: string): key is MetaKey {
  return key in metaKeys;
}

function evaluateMeta({ key: word, at }: MetaExpression, evaluation: Evaluation): Selector {
  const key = findMetaKey(word);
  if (key === undefined) throw new EvaluationError(`unknown key ${word} of meta`, at);
  if (key === 'nfproto' && evaluation.current.family !== 'inet') {
    throw new EvaluationError('meta nfproto is only useful in the inet family', at);
  }
  return { kind: 'meta', key, inner: undefined, type: metaKeys[key] };
}

function evaluateRt({ key, family, at }: RtExpression, evaluation: Evaluation): Selector {
  if (key !== 'nexthop') return { kind: 'rt', key, type: rtKeys[key] };
  const { current } = evaluation;
  const network = current.protocol('nh');
  // What is asked of IPv4 becomes IPv6 where that is known. Source: nft's `rt_expr_update_type`.
  const known = network === 'ip6' ? 'ip6' : (family ?? 'ip');
  if (family === undefined && network !== 'ip' && network !== 'ip6') {
    throw new EvaluationError(
      'cannot determine ip protocol version, use "ip nexthop" or "ip6 nexthop" instead',
      at,
    );
  }
  if ((current.family === 'ip' || current.family === 'ip6') && current.family !== known) {
    throw new EvaluationError(`${known} nexthop will not match`, at);
  }
  return { kind: 'rt', key: `${known} nexthop`, type: rtKeys[`${known} nexthop`] };
}

function evaluateIpsec(tree: IpsecExpression, evaluation: Evaluation): Selector {
  const { direction, spnum, family, at } = tree;
  const tableFamily = evaluation.current.family;
  if (tableFamily !== 'ip' && tableFamily !== 'ip6' && tableFamily !== 'inet') {
    throw new EvaluationError('ipsec expression is only valid in ip/ip6/inet tables', at);
  }
  const key =
    tree.key === 'spi' || tree.key === 'reqid'
      ? tree.key
      : (`${family ?? 'ip'} ${tree.key}` as const);
  return { kind: 'ipsec', direction, spnum: Number(spnum), key, type: ipsecKeys[key] };
}

/** The longest value that the kernel computes with, in bits. Source: `NFT_REG_SIZE` */
const LONGEST_MASK = 128;

/** Bits that don't fill their bytes are read with these, and a mask. Source: nft's `expr_evaluate_bits`. */
function readByMask(selector: Selector, { at }: SelectorExpression): Selector {
  if (selector.kind !== 'raw-payload') return selector;
  const { bits } = selector.type;
  if (selector.offset % 8 === 0 && bits % 8 === 0) return selector;
  const length = bits + Number(wholeBytes(selector).shift);
  if (length <= LONGEST_MASK) return selector;
  throw new EvaluationError(
    `mask length ${length} exceeds allowed maximum of ${LONGEST_MASK}\n`,
    at,
  );
}
