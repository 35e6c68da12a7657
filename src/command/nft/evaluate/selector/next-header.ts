import { protocols, type ProtocolName } from '../../../../netfilter/nft/header/protocol.js';
import { metaKeys, type MetaKey } from '../../../../netfilter/nft/key.js';
import type { ScalarType } from '../../../../netfilter/nft/value-type.js';
import { isHeader, type LayerProtocol } from '../../layers/layer-protocol.js';
import { payloadSelector } from './payload-selector.js';
import type { Selector } from '../../../../netfilter/nft/expression.js';

/** The expression that states what follows a header. Source: nft's `protocol_key`. */
export function nextHeader(
  lower: LayerProtocol,
  inner: ProtocolName | undefined,
): Selector & { readonly type: ScalarType } {
  if (lower === 'inet') return metaSelector('nfproto', inner);
  if (lower === 'netdev') return metaSelector('protocol', inner);
  const next = isHeader(lower) ? protocols[lower].next : undefined;
  if (!isHeader(lower) || next === undefined || lower === 'ip' || lower === 'ip6') {
    return metaSelector('l4proto', inner);
  }
  return payloadSelector(lower, next.field, inner);
}

/** A key of `meta` as an expression. */
export function metaSelector(key: MetaKey, inner: ProtocolName | undefined) {
  return { kind: 'meta', key, inner, type: metaKeys[key] } as const;
}
