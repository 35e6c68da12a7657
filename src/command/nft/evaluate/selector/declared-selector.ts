import { assertNever } from '../../../../assert-never.js';
import { ctKeys, ipsecKeys, metaKeys, rtKeys } from '../../../../netfilter/nft/key.js';
import { extensionHeaders } from '../../../../netfilter/nft/header/extension-header.js';
import type { HeaderField } from '../../../../netfilter/nft/header/field.js';
import { ipOptions, sctpChunks, tcpOptions } from '../../../../netfilter/nft/header/option.js';
import type { Selector } from '../../../../netfilter/nft/expression.js';
import { scalarType } from '../../../../netfilter/nft/value-type.js';
import type { SelectorExpression } from '../../syntax/tree/expression.js';
import type { CtExpression, IpsecExpression, RtExpression } from '../../syntax/tree/selector.js';
import type { EvaluationContext } from '../context.js';
import { evaluateExpression } from '../evaluate-expression.js';
import { Evaluation } from '../evaluation.js';
import { EvaluationError } from '../evaluation-error.js';
import { ANYTHING } from '../expected.js';
import { findCtKey } from './evaluate-ct.js';
import { declaredExtensionHeader, ipOptionSelector } from './evaluate-exthdr.js';
import { evaluateSelector, findMetaKey } from './evaluate-selector.js';
import { payloadSelector } from './payload-selector.js';

/** What `typeof` of a declaration names: there are no packets whose headers it would have to ask for, so it can name what those of its table don't have. Source: nft's `set_evaluate`, which doesn't evaluate it. */
export function declaredSelector(tree: SelectorExpression, context: EvaluationContext): Selector {
  return firstField(namedSelector(tree, context));
}

/** That only the presence of a header is meant, nft finds out as it evaluates it; to a declaration it is the first field. Source: nft's `exthdr_expr_alloc`. */
function firstField(selector: Selector): Selector {
  switch (selector.kind) {
    case 'exthdr':
      return selector.field === undefined
        ? { ...selector, ...firstOf(extensionHeaders[selector.header]) }
        : selector;
    case 'tcp-option':
    case 'ip-option':
    case 'sctp-chunk':
      return selector.field === undefined
        ? { ...selector, ...firstOf(OPTIONS[selector.kind][selector.name]) }
        : selector;
    case 'dccp-option':
      return { ...selector, number: 1, type: scalarType('integer', 8, 'network') };
    case 'payload':
    case 'raw-payload':
    case 'meta':
    case 'ct':
    case 'rt':
    case 'socket':
    case 'fib':
    case 'ipsec':
    case 'numgen':
    case 'jhash':
    case 'symhash':
    case 'osf':
      return selector;
    default:
      return assertNever(selector);
  }
}

const OPTIONS = { 'tcp-option': tcpOptions, 'ip-option': ipOptions, 'sctp-chunk': sctpChunks };

/** The first field of a header; nothing of one that has no name. */
function firstOf(header: { readonly fields: readonly HeaderField[] } | undefined) {
  const [first] = header?.fields ?? [];
  if (first === undefined) return {};
  const { name, datatype, bits } = first;
  return { field: name, type: scalarType(datatype, bits, 'network') };
}

function namedSelector(tree: SelectorExpression, context: EvaluationContext): Selector {
  switch (tree.kind) {
    case 'payload':
      return payloadSelector(tree.header, tree.field, tree.inner);
    case 'exthdr':
      return declaredExtensionHeader(tree);
    case 'ip-option':
      return ipOptionSelector(tree);
    case 'ct':
      return declaredCt(tree);
    case 'rt':
      return declaredRt(tree);
    case 'ipsec':
      return declaredIpsec(tree);
    case 'meta': {
      const key = findMetaKey(tree.key);
      if (key === undefined) throw new EvaluationError(`unknown key ${tree.key} of meta`, tree.at);
      return { kind: 'meta', key, inner: undefined, type: metaKeys[key] };
    }
    case 'raw-payload':
    case 'tcp-option':
    case 'sctp-chunk':
    case 'dccp-option':
    case 'socket':
    case 'fib':
    case 'numgen':
    case 'hash':
    case 'osf':
      return evaluateSelector(tree, ANYTHING, new Evaluation(context, evaluateExpression));
    default:
      return assertNever(tree);
  }
}

function declaredCt(tree: CtExpression): Selector {
  const key = findCtKey(tree);
  return { kind: 'ct', key, direction: tree.direction, type: ctKeys[key] };
}

function declaredRt({ key, family }: RtExpression): Selector {
  if (key !== 'nexthop') return { kind: 'rt', key, type: rtKeys[key] };
  const known = `${family ?? 'ip'} nexthop` as const;
  const type = family === undefined ? scalarType('invalid', 0, 'network') : rtKeys[known];
  return { kind: 'rt', key: known, type };
}

function declaredIpsec({ direction, spnum, key, family }: IpsecExpression): Selector {
  const known = key === 'spi' || key === 'reqid' ? key : (`${family ?? 'ip'} ${key}` as const);
  return { kind: 'ipsec', direction, spnum: Number(spnum), key: known, type: ipsecKeys[known] };
}
