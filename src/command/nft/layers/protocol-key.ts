import type { PayloadBase } from '../../../netfilter/nft/header/protocol.js';
import type { Expression, Selector } from '../../../netfilter/nft/expression.js';

/** Fields that state which header follows, or of ICMP which kind of message. */
const keyFields: ReadonlySet<string> = new Set([
  'ether type',
  'vlan type',
  'ip protocol',
  'ip6 nexthdr',
  'icmp type',
  'icmpv6 type',
  'ah nexthdr',
  'comp nexthdr',
]);

/** Keys of `meta` and `ct` that do, and the layer that they belong to. */
const keyLayers: { readonly [key: string]: PayloadBase | 'none' } = {
  'meta iiftype': 'none',
  'meta nfproto': 'll',
  'meta protocol': 'll',
  'meta l4proto': 'nh',
  'ct l3proto': 'll',
  'ct protocol': 'nh',
};

/** The layer of an expression that states which protocol a packet has; undefined of all others. `meta iiftype` has no layer of its own. */
export function protocolKeyLayer(
  selector: Expression | Selector,
): PayloadBase | 'none' | undefined {
  switch (selector.kind) {
    case 'payload':
      return keyFields.has(`${selector.protocol} ${selector.field}`)
        ? baseOf(selector.protocol)
        : undefined;
    case 'meta':
    case 'ct':
      return keyLayers[`${selector.kind} ${selector.key}`];
    default:
      return undefined;
  }
}

function baseOf(protocol: string): PayloadBase {
  if (protocol === 'ether' || protocol === 'vlan') return 'll';
  return protocol === 'ip' || protocol === 'ip6' ? 'nh' : 'th';
}
