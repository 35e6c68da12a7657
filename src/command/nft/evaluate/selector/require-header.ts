import type { PayloadBase, ProtocolName } from '../../../../netfilter/nft/header/protocol.js';
import { protocols } from '../../../../netfilter/nft/header/protocol.js';
import type { PayloadSelector } from '../../../../netfilter/nft/selector.js';
import type { ScalarType } from '../../../../netfilter/nft/value-type.js';
import type { Span } from '../../syntax/tree/span.js';
import {
  findNumber,
  firstLayer,
  isHeader,
  layerBelow,
  LAYERS,
  LAYER_WORDS,
  type LayerProtocol,
} from '../../layers/layer-protocol.js';
import type { Evaluation } from '../evaluation.js';
import { EvaluationError } from '../evaluation-error.js';
import { equality } from './equality.js';
import { metaSelector, nextHeader } from './next-header.js';
import { requireIcmpType } from './require-icmp-type.js';
import type { Selector } from '../../../../netfilter/nft/expression.js';

/**
 * Sees to it that packets that reach a match have the header that it reads: adds the matches for that, unless the rule has them.
 *
 * @throws EvaluationError when the rule asks for another header
 */
export function requireHeader(selector: PayloadSelector, at: Span, evaluation: Evaluation): void {
  const layers = evaluation.current;
  const { base } = protocols[selector.protocol];
  const known = layers.protocol(base);
  if (known === undefined) {
    requireUnknownLayer(selector, at, evaluation);
    return;
  }
  if (base === 'th' && known !== 'unknown' && layers.transports.length > 1) {
    const other = layers.transports.find(({ protocol }) => protocol !== selector.protocol);
    throw conflict(other?.protocol ?? known, selector.protocol, at);
  }
  if (known === selector.protocol) {
    requireIcmpType(selector, at, evaluation);
    return;
  }
  if (base === 'll' && isLinkResolved(selector, known, at, evaluation)) return;
  throw new EvaluationError(
    `conflicting ${LAYER_WORDS[base]} protocols specified: ${layers.protocol(base) ?? known} vs. ${selector.protocol}`,
    at,
  );
}

/** Words for a rule that asks for two protocols at once. */
function conflict(known: LayerProtocol, asked: LayerProtocol, at: Span): EvaluationError {
  return new EvaluationError(`conflicting protocols specified: ${known} vs. ${asked}`, at);
}

function requireUnknownLayer(selector: PayloadSelector, at: Span, evaluation: Evaluation): void {
  const { base } = protocols[selector.protocol];
  requireLowerLayer(selector.protocol, at, evaluation);
  const found = evaluation.current.protocol(base);
  if (found !== selector.protocol && base === 'll') {
    const link = findNumber(found ?? 'unknown', selector.protocol);
    if (link === undefined) throw conflict(found ?? 'unknown', selector.protocol, at);
    addProtocolDependency(found ?? 'unknown', selector.protocol, at, evaluation);
    return;
  }
  if (found === selector.protocol) requireIcmpType(selector, at, evaluation);
}

/** Adds the match by which a header is found out from the one below it. Source: nft's `payload_gen_dependency`. */
export function requireLowerLayer(protocol: ProtocolName, at: Span, evaluation: Evaluation): void {
  const layers = evaluation.current;
  const { base } = protocols[protocol];
  const below = LAYERS.indexOf(firstLayer(layers.family).base) - LAYERS.indexOf(base);
  if (below > 1) {
    throw new EvaluationError('payload base is invalid for this family', at);
  }
  if (below === 1) {
    addIifTypeDependency(protocol, at, evaluation);
    return;
  }
  const lower = lowerLayer(protocol, base, at, evaluation);
  const byFrame = layers.family === 'bridge' && lower === 'ether';
  const asked = byFrame && (protocol === 'ip' || protocol === 'ip6') ? 'netdev' : lower;
  addProtocolDependency(asked, protocol, at, evaluation);
}

function lowerLayer(
  protocol: ProtocolName,
  base: PayloadBase,
  at: Span,
  evaluation: Evaluation,
): LayerProtocol {
  const below = layerBelow(base);
  const known = below === undefined ? undefined : evaluation.current.protocol(below);
  if (known !== undefined) return known;
  const found = base === 'th' ? networkOf(protocol, at, evaluation) : undefined;
  if (found !== undefined) return found;
  throw ambiguous(below, at);
}

function ambiguous(below: PayloadBase | undefined, at: Span): EvaluationError {
  const layer = below === undefined ? 'invalid' : LAYER_WORDS[below];
  return new EvaluationError(`ambiguous payload specification: no ${layer} protocol specified`, at);
}

/** ICMP is of one network protocol, so that is asked for as well; the other transports are of both. */
function networkOf(
  protocol: ProtocolName,
  at: Span,
  evaluation: Evaluation,
): LayerProtocol | undefined {
  if (protocol !== 'icmp' && protocol !== 'igmp' && protocol !== 'icmpv6') return 'inet-service';
  const link = evaluation.current.protocol('ll');
  if (link === undefined) return undefined;
  const network = protocol === 'icmpv6' ? 'ip6' : 'ip';
  // nft doesn't look whether the rule asks for another network protocol. Source: `payload_gen_special_dependency`.
  try {
    addProtocolDependency(link, network, at, evaluation, 'unchecked');
  } catch (error) {
    // What it can't ask for, it then takes for missing.
    throw error instanceof EvaluationError ? ambiguous('nh', at).behind([error]) : error;
  }
  return network;
}

/**
 * Tries to reach a header of the link layer from the one that is known: by the type of the device, or behind a VLAN tag. Source: nft's
 * `resolve_ll_protocol_conflict`.
 */
function isLinkResolved(
  selector: PayloadSelector,
  known: LayerProtocol,
  at: Span,
  evaluation: Evaluation,
): boolean {
  const layers = evaluation.current;
  const isOpen = known === 'inet' || known === 'netdev';
  if (isOpen && evaluation.inner !== undefined) layers.state('ll', 'ether', at);
  else if (isOpen) addIifTypeDependency(selector.protocol, at, evaluation);
  else if (isHeader(selector.protocol) && layers.stacked.includes(selector.protocol)) return true;
  const from = isOpen ? selector.protocol : known;
  const link = findNumber(from, selector.protocol);
  if (link === undefined) return layers.protocol('ll') === selector.protocol;
  addProtocolDependency(layers.protocol('ll') ?? known, selector.protocol, at, evaluation);
  return true;
}

/** Adds the match that a header is followed by another. @throws EvaluationError when it never is */
export function addProtocolDependency(
  lower: LayerProtocol,
  upper: ProtocolName,
  at: Span,
  evaluation: Evaluation,
  check: 'checked' | 'unchecked' = 'checked',
): void {
  const number = findNumber(lower, upper);
  if (number === undefined) {
    throw new EvaluationError(`conflicting protocols specified: ${lower} vs. ${upper}`, at);
  }
  const left = nextHeader(lower, evaluation.inner);
  if (left.kind === 'payload') requireHeader(left, at, evaluation);
  addEquality(left, BigInt(number), at, evaluation, check);
}

/** Adds the match that a packet came in by a device of Ethernet. */
function addIifTypeDependency(protocol: ProtocolName, at: Span, evaluation: Evaluation): void {
  if (protocol !== 'ether' && findNumber('ether', protocol) === undefined) {
    throw new EvaluationError('protocol specification is invalid for this family', at);
  }
  addEquality(metaSelector('iiftype', undefined), 1n, at, evaluation);
}

function addEquality(
  left: Selector & { readonly type: ScalarType },
  value: bigint,
  at: Span,
  evaluation: Evaluation,
  check: 'checked' | 'unchecked' = 'checked',
): void {
  const match = equality(left, value);
  if (check === 'checked') evaluation.addDependency(match, at);
  else evaluation.add(match, at);
  evaluation.current.learn(left, match.right, at);
}
