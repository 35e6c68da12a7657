import { assertNever } from '../../../../assert-never.js';
import {
  ctKeys,
  ipsecKeys,
  metaKeys,
  osfType,
  rtKeys,
  socketKeys,
} from '../../../../netfilter/nft/key.js';
import { scalarType, type ScalarType } from '../../../../netfilter/nft/value-type.js';
import { evaluateFib } from '../../evaluate/selector/evaluate-fib.js';
import {
  evaluateSctpChunk,
  evaluateTcpOption,
  extensionHeaderSelector,
  ipOptionSelector,
} from '../../evaluate/selector/evaluate-exthdr.js';
import { findMetaKey } from '../../evaluate/selector/evaluate-selector.js';
import { payloadSelector } from '../../evaluate/selector/payload-selector.js';
import type { Expression, SelectorExpression } from '../../syntax/tree/expression.js';
import type { RawPayloadExpression } from '../../syntax/tree/selector.js';

/** What nft calls an expression that it has only read, and of which type it is. */
export interface Described {
  readonly word: string;
  readonly type: ScalarType;
}

const untyped = scalarType('invalid', 0, undefined);
const number = scalarType('integer', 32, 'host');
/** Whether a header is there is known by the header before it. */
const extensionHeader = scalarType('inet_proto', 8, 'network');
/** Whether an option is there is known by its number. */
const option = scalarType('integer', 8, 'network');

/** A primary expression as it is written, without a rule in which it would get another type. Source: nft's `expr_describe`. */
export function described(tree: Expression): Described {
  switch (tree.kind) {
    case 'binary':
      return { word: 'binop', type: { ...described(tree.left).type, bits: 0 } };
    case 'payload':
      return {
        word: 'payload',
        type: payloadSelector(tree.header, tree.field, tree.inner).type,
      };
    case 'raw-payload':
      return { word: 'payload', type: rawType(tree) };
    case 'meta': {
      const key = findMetaKey(tree.key);
      // Whatever lies in the registers otherwise.
      return {
        word: 'meta',
        type: key === undefined ? untyped : { ...metaKeys[key], order: 'host' },
      };
    }
    case 'ct':
      return { word: 'ct', type: isCtKey(tree.key) ? ctKeys[tree.key] : untyped };
    case 'rt':
    case 'socket':
    case 'osf':
    case 'fib':
    case 'ipsec':
    case 'numgen':
    case 'hash':
      return describedLookup(tree);
    case 'exthdr':
    case 'tcp-option':
    case 'ip-option':
    case 'dccp-option':
    case 'sctp-chunk':
      return { word: 'exthdr', type: optionType(tree) };
    case 'variable':
      return { word: 'variable', type: untyped };
    case 'symbol':
    case 'integer':
    case 'boolean':
    case 'keyword':
      return { word: 'symbol', type: untyped };
    case 'set-reference':
    case 'prefix':
    case 'range':
    case 'symbol-range':
    case 'concat':
    case 'list':
    case 'set':
    case 'catch-all':
    case 'element':
    case 'mapping':
    case 'map':
    case 'verdict':
    case 'chain-name':
    case 'relational':
      throw new TypeError(`describe: a primary expression, got ${tree.kind}`);
    default:
      return assertNever(tree);
  }
}

type Lookup = Extract<
  SelectorExpression,
  { readonly kind: 'rt' | 'socket' | 'osf' | 'fib' | 'ipsec' | 'numgen' | 'hash' }
>;

function describedLookup(tree: Lookup): Described {
  switch (tree.kind) {
    case 'rt': {
      if (tree.key !== 'nexthop') return { word: 'rt', type: rtKeys[tree.key] };
      const { family } = tree;
      return { word: 'rt', type: family === undefined ? untyped : rtKeys[`${family} nexthop`] };
    }
    case 'socket':
      return { word: 'socket', type: socketKeys[tree.key] };
    case 'osf':
      return { word: 'osf', type: osfType };
    case 'fib':
      return { word: 'fib', type: evaluateFib(tree).type };
    case 'ipsec': {
      const { key, family = 'ip' } = tree;
      const known = key === 'spi' || key === 'reqid' ? key : (`${family} ${key}` as const);
      return { word: 'xfrm', type: ipsecKeys[known] };
    }
    case 'numgen':
      return { word: 'numgen', type: number };
    case 'hash':
      return { word: 'hash', type: number };
    default:
      return assertNever(tree);
  }
}

type Option = Extract<
  SelectorExpression,
  { readonly kind: 'exthdr' | 'tcp-option' | 'ip-option' | 'dccp-option' | 'sctp-chunk' }
>;

function optionType(tree: Option): ScalarType {
  switch (tree.kind) {
    case 'exthdr':
      return tree.field === undefined ? extensionHeader : extensionHeaderSelector(tree).type;
    case 'tcp-option': {
      const isThere = tree.field === undefined && tree.raw === undefined;
      return isThere ? option : evaluateTcpOption(tree).type;
    }
    case 'ip-option':
      return tree.field === undefined ? option : ipOptionSelector(tree).type;
    case 'sctp-chunk':
      return tree.field === undefined ? option : evaluateSctpChunk(tree).type;
    case 'dccp-option':
      return option;
    default:
      return assertNever(tree);
  }
}

/** Where every transport protocol with ports has them, nft sees ports. Source: nft's `payload_init_raw`. */
function rawType({ base, offset, length }: RawPayloadExpression): ScalarType {
  const isPort = base === 'th' && length === 16n && (offset === 0n || offset === 16n);
  return scalarType(isPort ? 'inet_service' : 'hex_integer', Number(length), 'network');
}

function isCtKey(key: string): key is keyof typeof ctKeys {
  return key in ctKeys;
}
