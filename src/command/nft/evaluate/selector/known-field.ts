import { protocols, type PayloadBase } from '../../../../netfilter/nft/header/protocol.js';
import type { PayloadSelector } from '../../../../netfilter/nft/selector.js';
import { icmpDependency } from '../../layers/icmp-dependency.js';
import { isHeader } from '../../layers/layer-protocol.js';
import type { ProtocolLayers } from '../../layers/protocol-layers.js';
import { payloadSelector } from './payload-selector.js';

/** The field that lies at a place of a layer whose protocol is known; ports, where the transport isn't. Source: nft's `payload_expr_complete`. */
export function knownField(
  base: PayloadBase,
  offset: number,
  bits: number,
  layers: ProtocolLayers,
): PayloadSelector | undefined {
  const protocol = layers.at(base)?.shown;
  const header = protocol !== undefined && isHeader(protocol) ? protocol : undefined;
  if (header !== undefined) {
    const field = protocols[header].fields.find(
      (one) => one.offset === offset && one.bits === bits && isThere(header, one.name, layers),
    );
    if (field !== undefined) return payloadSelector(header, field.name);
  }
  const port = protocols.th.fields.find((one) => one.offset === offset && one.bits === bits);
  return base === 'th' && port !== undefined ? payloadSelector('th', port.name) : undefined;
}

function isThere(header: string, field: string, { icmpType }: ProtocolLayers): boolean {
  const needed = icmpDependency(header, field);
  return needed === undefined || icmpType === undefined || needed.alike.includes(icmpType);
}
