import type { PayloadSelector, RawPayloadSelector } from '../../../../netfilter/nft/selector.js';
import { metaKeys } from '../../../../netfilter/nft/key.js';
import { protocols, type ProtocolName } from '../../../../netfilter/nft/header/protocol.js';
import { scalarType } from '../../../../netfilter/nft/value-type.js';
import { findNumber } from '../../layers/layer-protocol.js';
import type { PayloadExpression, RawPayloadExpression } from '../../syntax/tree/selector.js';
import type { Evaluation } from '../evaluation.js';
import { EvaluationError } from '../evaluation-error.js';
import { anyPort, knownField } from './known-field.js';
import { payloadSelector } from './payload-selector.js';
import { equality } from './equality.js';
import { requireHeader } from './require-header.js';

/** A field of a header; matches that it needs are put before it. */
export function evaluatePayload(tree: PayloadExpression, evaluation: Evaluation): PayloadSelector {
  if (tree.inner !== undefined) requireTunnel(tree, tree.inner, evaluation);
  const selector = payloadSelector(tree.header, tree.field, tree.inner);
  if (tree.header === 'th') return transportPort(selector, evaluation);
  requireHeader(selector, tree.at, evaluation);
  return selector;
}

/** Ports of whatever transport protocol become those of the one that the rule has asked for. */
function transportPort(selector: PayloadSelector, evaluation: Evaluation): PayloadSelector {
  const offset = selector.field === 'sport' ? 0 : 16;
  const known = knownField('th', offset, 16, evaluation.current);
  return known !== undefined && known.type.datatype === selector.type.datatype ? known : selector;
}

/** Bits at a place of the packet: a port of whatever protocol, if one lies there. */
export function evaluateRawPayload({
  base,
  offset,
  length,
}: RawPayloadExpression): PayloadSelector | RawPayloadSelector {
  const port = anyPort(base, Number(offset), Number(length));
  if (port !== undefined) return port;
  return {
    kind: 'raw-payload',
    base,
    offset: Number(offset),
    type: scalarType('hex_integer', Number(length), 'network'),
  };
}

/** Source: nft's `expr_evaluate_inner`. */
function requireTunnel(
  tree: PayloadExpression,
  tunnel: ProtocolName,
  evaluation: Evaluation,
): void {
  const { layers } = evaluation;
  const isInner = protocols[tunnel].base === 'ih';
  const transport = layers.protocol('th');
  if (transport === undefined && !isInner) {
    const number = findNumber(layers.protocol('nh') ?? 'ip', tunnel);
    const left = {
      kind: 'meta',
      key: 'l4proto',
      inner: undefined,
      type: metaKeys.l4proto,
    } as const;
    evaluation.addDependency(equality(left, BigInt(number ?? 0)), tree.at);
    layers.state('th', tunnel, tree.at);
  }
  if (isInner) {
    if (transport === undefined) {
      throw new EvaluationError('no transport protocol specified', tree.at);
    }
    if (transport !== 'udp') {
      throw new EvaluationError(`unexpected transport protocol ${transport}`, tree.at);
    }
    layers.state('ih', tunnel, tree.at);
  }
  if (protocols[tree.header].base !== 'ih') evaluation.inner = tunnel;
}
