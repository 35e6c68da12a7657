import type { TableFamily } from '../../../netfilter/nft/family.js';
import { protocols, type PayloadBase } from '../../../netfilter/nft/header/protocol.js';
import type { PayloadSelector, RawPayloadSelector } from '../../../netfilter/nft/selector.js';
import type { MatchStatement, RejectStatement } from '../../../netfilter/nft/statement.js';
import { icmpDependency } from '../layers/icmp-dependency.js';
import { findUpper, LAYERS } from '../layers/layer-protocol.js';
import { networkWithin } from '../layers/network-within.js';
import { protocolKeyLayer } from '../layers/protocol-key.js';
import { ProtocolLayers } from '../layers/protocol-layers.js';
import { knownField } from '../evaluate/selector/known-field.js';
import { retype } from '../evaluate/stored-match.js';
import { canKeyReplace } from './key-dependency.js';
import { isHeaderRead, placeOf, type HeaderRead } from './place.js';

const ETHER_8021Q = 0x8100n;
const GRE = 47n;
const TRANSPORT = 2;
const ECHO_REQUEST = 8;
const ECHO_REQUEST_6 = 128;
const ECHO_REPLY_6 = 129;

/** Whether a field is compared with one value: only then nft sees that it states a protocol. */
type Use = 'compared' | 'read';

/**
 * Matches of a rule that state a protocol, each until another one makes clear which it is: then the listing leaves it out, as nft adds it again. Source:
 * nft's `struct payload_dep_ctx`.
 */
export class Dependencies {
  /** Matches that a listing doesn't have. */
  readonly hidden = new Set<MatchStatement>();
  readonly #outerLayers: ProtocolLayers;
  readonly #innerLayers = new ProtocolLayers('bridge');
  /** By the layer that they decide: of the lowest layer by 0. */
  #outer = new Map<number, MatchStatement>();
  #inner = new Map<number, MatchStatement>();
  #isInner = false;
  #icmpType: number | undefined;

  constructor(private readonly family: TableFamily) {
    this.#outerLayers = new ProtocolLayers(family);
  }

  /** What is known of the protocols of the packet that a statement is about. */
  get layers(): ProtocolLayers {
    return this.#isInner ? this.#innerLayers : this.#outerLayers;
  }

  get #stated(): Map<number, MatchStatement> {
    return this.#isInner ? this.#inner : this.#outer;
  }

  /** Whether what follows is about the packet in a tunnel. */
  enter(isInner: boolean): void {
    this.#isInner = isInner;
  }

  /** From here on nothing before can be left out. */
  forget(): void {
    this.#stated.clear();
    this.#icmpType = undefined;
  }

  /** A match of a field of a header. */
  visitPayloadMatch(match: MatchStatement, left: PayloadSelector): void {
    const layers = this.layers;
    const isNumber = match.right.kind === 'number';
    const isEqual = match.operator === '==' && isNumber;
    if (isEqual) layers.learn(left, match.right, undefined);
    this.#learnMessage(match, left);
    const isOne = isNumber && (match.operator === '==' || match.operator === '!=');
    if (match.right.kind !== 'set' && match.right.kind !== 'set-reference') this.#enterTunnel(left);
    this.#leaveToHeader(left, isOne ? 'compared' : 'read');
    if (isEqual && protocolKeyLayer(left) !== undefined) {
      const base = protocols[left.protocol].base;
      this.#state(match, LAYERS.indexOf(base) + (this.#isStacked(match, base) ? 0 : 1));
    }
  }

  /** Of several kinds of ICMP messages the first shows which fields they have. Source: nft's `payload_icmp_check`. */
  #learnMessage({ operator, right }: MatchStatement, { protocol, field }: PayloadSelector): void {
    const isType = (protocol === 'icmp' || protocol === 'icmpv6') && field === 'type';
    if (!isType || (operator !== '==' && operator !== '!=') || right.kind !== 'set') return;
    const first = right.elements[0]?.key;
    if (first === undefined || first === '*' || first.kind !== 'number') return;
    this.layers.icmpType ??= Number(first.value);
  }

  /** A match of a key of `meta` or `ct`. */
  visitKeyMatch(match: MatchStatement): void {
    const { left, operator, right } = match;
    if (operator !== '==' || (right.kind !== 'number' && right.kind !== 'text')) return;
    const base = layerOf(left);
    this.layers.learn(left, right, undefined);
    const place = base === 'none' ? -1 : LAYERS.indexOf(base);
    if (base === 'th') return;
    const lower = this.#at(place);
    const isReplaced = lower !== undefined && canKeyReplace(this.#at(1), match, this.layers.family);
    if (isReplaced) this.#hide(place);
    if (protocolKeyLayer(left) !== undefined) this.#state(match, place + 1);
  }

  /** A field of a header makes clear which protocol it is of. Source: nft's `payload_dependency_kill`. */
  leaveToPayload(left: PayloadSelector): void {
    this.#enterTunnel(left);
    this.#leaveToHeader(left, 'read');
  }

  #leaveToHeader(left: PayloadSelector, use: Use): void {
    if (left.protocol === 'th') return;
    const place = LAYERS.indexOf(protocols[left.protocol].base);
    const stated = this.#at(place);
    if (stated !== undefined && this.#canReplace(stated, left, use)) this.#hide(place);
  }

  /** A tunnel without a header of ports is asked for by its number, which reading what is in it makes clear; looking it up in a set does not. */
  #enterTunnel({ inner }: PayloadSelector): void {
    if (inner !== 'gre' && inner !== 'gretap') return;
    const stated = this.#outer.get(TRANSPORT);
    if (stated?.left.kind !== 'meta' || stated.right.kind !== 'number') return;
    if (stated.left.key !== 'l4proto' || stated.right.value !== GRE) return;
    this.hidden.add(stated);
    this.#outer.delete(TRANSPORT);
  }

  /** An option or an extension header makes clear which protocol the layer has. */
  leaveToLayer(base: PayloadBase): void {
    const place = LAYERS.indexOf(base);
    if (this.#at(place) !== undefined) this.#hide(place);
  }

  /** The kind of error that a refusal is listed with; undefined when nothing shows the version of IP. */
  rejectedType(type: RejectStatement['with']['type']): typeof type | undefined {
    if (type === 'tcp reset' || type === 'icmpx' || !this.#isMixed) return type;
    const network = networkWithin(this.#outerLayers);
    return network === undefined ? undefined : network === 'ip' ? 'icmp' : 'icmpv6';
  }

  /** What a refusal would add again. Source: nft's `stmt_reject_postprocess`. */
  leaveToReject(type: string): void {
    if (type === 'icmpx' || this.family === 'arp') return;
    const isOneFamily = this.family === 'ip' || this.family === 'ip6';
    if (!isOneFamily) this.leaveToLayer('nh');
    else if (type === 'tcp reset') this.leaveToLayer('th');
  }

  #at(place: number): MatchStatement | undefined {
    return this.#stated.get(place) ?? (place === 2 ? this.#stated.get(3) : undefined);
  }

  #hide(place: number): void {
    const at = this.#stated.has(place) ? place : 3;
    const match = this.#stated.get(at);
    if (match !== undefined) this.hidden.add(match);
    this.#stated.delete(at);
  }

  #state(match: MatchStatement, place: number): void {
    if (!this.#isEcho(match)) this.#stated.set(place, match);
  }

  /** Both kinds of echo have the same fields, so the kind is never left out. */
  #isEcho({ left, right }: MatchStatement): boolean {
    if (left.kind !== 'payload' || right.kind !== 'number' || right.type.bits !== 8) return false;
    const type = Number(right.value);
    if (left.protocol === 'icmp') {
      this.#icmpType = type === 0 ? ECHO_REQUEST : type;
      return this.#icmpType === ECHO_REQUEST;
    }
    if (left.protocol !== 'icmpv6') return false;
    this.#icmpType = type;
    return type === ECHO_REQUEST_6 || type === ECHO_REPLY_6;
  }

  /** Whether a match states a header of the same layer: a VLAN tag. */
  #isStacked({ right }: MatchStatement, base: PayloadBase): boolean {
    const protocol = this.layers.protocol(base);
    if (protocol === undefined || right.kind !== 'number') return false;
    const upper = findUpper(protocol, right.value);
    return upper !== undefined && protocols[upper].base === base;
  }

  /** What lies at a place of a header, as far as the rule has stated its protocol: a port of any where one was stated that need not have any is bits. */
  readAt(place: RawPayloadSelector): HeaderRead {
    return this.#readPort(this.knownAt(place) ?? place);
  }

  /** The field that lies at a place of a header. */
  knownAt({ base, offset, type }: RawPayloadSelector): PayloadSelector | undefined {
    return knownField(base, offset, type.bits, this.layers);
  }

  /** A match of a port of any protocol. Source: nft's `payload_may_dependency_kill`. */
  withReadPort(match: MatchStatement): MatchStatement {
    const { left, right } = match;
    if (!isHeaderRead(left)) return match;
    const read = this.#readPort(left);
    return read === left ? match : { ...match, left: read, right: retype(right, read.type) };
  }

  #readPort(read: HeaderRead): HeaderRead {
    if (read.kind !== 'payload' || read.protocol !== 'th') return read;
    const stated = this.#at(TRANSPORT);
    const isBits = stated !== undefined && !this.#keepsNetwork(stated, read);
    return isBits ? placeOf(read) : read;
  }

  get #isMixed(): boolean {
    const { family } = this.layers;
    return family === 'bridge' || family === 'netdev' || family === 'inet';
  }

  /** `ip protocol` and `ip6 nexthdr` are for one network protocol too, where a table has both. */
  #keepsNetwork({ left }: MatchStatement, field: PayloadSelector): boolean {
    return (
      this.#isMixed &&
      left.kind === 'payload' &&
      (left.protocol === 'ip' || left.protocol === 'ip6') &&
      protocols[field.protocol].base === 'th'
    );
  }

  #canReplace(stated: MatchStatement, field: PayloadSelector, use: Use): boolean {
    if (this.#keepsNetwork(stated, field)) return false;
    const { left, right } = stated;
    const base = protocols[field.protocol].base;
    const statedBase = left.kind === 'payload' ? protocols[left.protocol].base : undefined;
    if (this.#isMixed && left.kind === 'payload' && statedBase === base) {
      if (use === 'compared' && protocolKeyLayer(field) !== undefined) return false;
      if (base === 'll') {
        if (left.protocol === 'vlan') return false;
        const isTag = right.kind === 'number' && right.value === ETHER_8021Q;
        return left.protocol !== 'ether' || isTag;
      }
    }
    if (base !== 'th' || left.kind !== 'payload' || statedBase !== 'th') return true;
    if (left.protocol !== 'icmp' && left.protocol !== 'icmpv6') return true;
    return this.#canReplaceIcmpType(left, field);
  }

  #canReplaceIcmpType(left: PayloadSelector, field: PayloadSelector): boolean {
    const needed = icmpDependency(field.protocol, field.field);
    if (needed === undefined || left.protocol !== field.protocol) return false;
    return needed.alike.length === 1 && this.#icmpType === needed.type;
  }
}

/** The layer that a key of `meta` or `ct` belongs to. */
function layerOf(left: MatchStatement['left']): PayloadBase | 'none' {
  const stated = protocolKeyLayer(left);
  if (stated !== undefined) return stated;
  if (left.kind !== 'ct') return 'none';
  if (left.key.endsWith('addr')) return 'nh';
  return left.key.startsWith('proto-') ? 'th' : 'none';
}
