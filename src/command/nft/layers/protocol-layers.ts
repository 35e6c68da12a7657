import type { Expression, SetLiteral, SetReference } from '../../../netfilter/nft/expression.js';
import type { TableFamily } from '../../../netfilter/nft/family.js';
import {
  protocols,
  type PayloadBase,
  type ProtocolName,
} from '../../../netfilter/nft/header/protocol.js';
import type { Span } from '../syntax/tree/span.js';
import { findUpper, firstLayer, isHeader, type LayerProtocol } from './layer-protocol.js';
import { protocolKeyLayer } from './protocol-key.js';

/** The protocol of a layer, and where in the text it was stated. */
export interface Layer {
  readonly protocol: LayerProtocol;
  readonly at: Span | undefined;
  /** The protocol that the kernel's rule shows; of one of several it shows none, but what an earlier match has stated. */
  readonly shown: LayerProtocol | undefined;
}

const IIFTYPE_ETHER = 1n;
const ECHO_REQUEST = 8;
const ECHO_REQUEST_6 = 128;
const ECHO_REPLY_6 = 129;
const MOST_TRANSPORTS = 16;

/**
 * What a rule has found out of the protocols of a packet, match by match from left to right: it decides which matches nft adds to others, which it refuses,
 * and which names fields have. Source: nft's `struct proto_ctx`.
 */
export class ProtocolLayers {
  readonly #layers = new Map<PayloadBase, Layer>();
  #isOneOf = false;
  /** Headers of the link layer that others of it stand behind. */
  readonly stacked: ProtocolName[] = [];
  /** Transport protocols that the packet can have, if a rule names several. */
  readonly transports: Layer[] = [];
  /** The kind of an ICMP message; that of an echo's answer is stated as that of the request. */
  icmpType: number | undefined;

  constructor(readonly family: TableFamily) {
    const { base, protocol } = firstLayer(family);
    this.#layers.set(base, { protocol, at: undefined, shown: protocol });
  }

  /** What is known of a layer. */
  at(base: PayloadBase): Layer | undefined {
    return this.#layers.get(base);
  }

  /** The protocol of a layer, if it is known. */
  protocol(base: PayloadBase): LayerProtocol | undefined {
    return this.#layers.get(base)?.protocol;
  }

  /** Takes down the protocol of a layer. */
  state(base: PayloadBase, protocol: LayerProtocol, at: Span | undefined): void {
    const known = this.transports.some((one) => one.protocol === protocol);
    const shown = this.#isOneOf ? this.#layers.get(base)?.shown : protocol;
    const layer: Layer = { protocol, at, shown };
    if (base === 'th' && !known && this.transports.length < MOST_TRANSPORTS) {
      this.transports.push(layer);
    }
    this.#layers.set(base, layer);
  }

  /** Learns from a match for equality, with a number or the numbers of a set. */
  learn(
    left: Expression,
    right: Expression | SetLiteral | SetReference,
    at: Span | undefined,
  ): void {
    if (protocolKeyLayer(left) === undefined) return;
    if (right.kind === 'number') this.#learnNumber(left, right.value, at);
    // A set with a name states no number that nft knows: it takes it for 0.
    if (right.kind === 'set-reference' && left.kind !== 'payload') this.#learnNumber(left, 0n, at);
    if (right.kind !== 'set') return;
    this.#isOneOf = true;
    for (const { key } of right.elements) {
      if (key !== '*' && key.kind === 'number') this.#learnNumber(left, key.value, at);
    }
    this.#isOneOf = false;
  }

  #learnNumber(left: Expression, value: bigint, at: Span | undefined): void {
    if (left.kind === 'payload') this.#learnPayload(protocols[left.protocol].base, value, at);
    if (left.kind === 'meta') this.#learnMeta(left.key, value, at);
    if (left.kind === 'ct') {
      const base = left.key === 'l3proto' ? 'll' : 'nh';
      const upper = findUpper(this.protocol(base) ?? 'unknown', value);
      if (upper !== undefined) this.state(base === 'll' ? 'nh' : 'th', upper, at);
    }
  }

  #learnPayload(base: PayloadBase, value: bigint, at: Span | undefined): void {
    const lower = this.protocol(base) ?? 'unknown';
    const upper = findUpper(lower, value);
    if (upper === undefined) {
      const type = Number(value);
      if (lower === 'icmp') this.icmpType = type === 0 ? ECHO_REQUEST : type;
      if (lower === 'icmpv6') this.icmpType = type === ECHO_REPLY_6 ? ECHO_REQUEST_6 : type;
      return;
    }
    const { base: above } = protocols[upper];
    if (above === 'll' && base === 'll' && isHeader(lower)) this.stacked.push(lower);
    this.state(above, upper, at);
  }

  #learnMeta(key: string, value: bigint, at: Span | undefined): void {
    const first = firstLayer(this.family);
    switch (key) {
      case 'iiftype':
        if (this.family === 'bridge') return;
        this.state('ll', value === IIFTYPE_ETHER ? 'ether' : 'unknown', at);
        return;
      case 'nfproto':
        if (
          (value === 2n && first.protocol === 'ip') ||
          (value === 10n && first.protocol === 'ip6')
        ) {
          return;
        }
        this.state('nh', findUpper(first.protocol, value) ?? 'unknown', at);
        return;
      case 'l4proto':
        this.state('th', findUpper('inet-service', value) ?? 'unknown', at);
        return;
      case 'protocol':
        if (this.family !== 'netdev' && this.family !== 'bridge') return;
        this.state('nh', findUpper(first.protocol, value) ?? 'unknown', at);
        return;
      default:
        return;
    }
  }
}
