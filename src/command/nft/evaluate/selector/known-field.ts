import {
  protocols,
  type PayloadBase,
  type ProtocolName,
} from '../../../../netfilter/nft/header/protocol.js';
import type { PayloadSelector } from '../../../../netfilter/nft/selector.js';
import { icmpDependency } from '../../layers/icmp-dependency.js';
import { isHeader } from '../../layers/layer-protocol.js';
import type { ProtocolLayers } from '../../layers/protocol-layers.js';
import { payloadSelector } from './payload-selector.js';

/** The header in which bits of a layer lie, and where it begins; undefined where nothing states which that is. Source: nft's `get_stacked_desc`. */
export function headerAt(
  base: PayloadBase,
  offset: number,
  layers: ProtocolLayers,
): { readonly header: ProtocolName; readonly start: number } | undefined {
  const top = layers.at(base)?.shown;
  if (top === undefined || !isHeader(top)) return undefined;
  if (base !== 'll' || offset < (LINK_BITS[top] ?? 0)) return { header: top, start: 0 };
  let start = 0;
  for (const header of layers.stacked) {
    const bits = LINK_BITS[header] ?? 0;
    if (offset - start < bits) return { header, start };
    start += bits;
  }
  return { header: top, start };
}

const LINK_BITS: { readonly [header: string]: number } = { ether: 112, vlan: 32 };

/** The field that lies at a place of a layer whose protocol is known; ports, where the transport isn't. Source: nft's `payload_expr_complete`. */
export function knownField(
  base: PayloadBase,
  offset: number,
  bits: number,
  layers: ProtocolLayers,
): PayloadSelector | undefined {
  const known = headerAt(base, offset, layers);
  if (known !== undefined) {
    const { header, start } = known;
    const field = protocols[header].fields.find(
      (one) =>
        one.offset === offset - start &&
        one.bits === bits &&
        isFieldThere(header, one.name, layers),
    );
    if (field !== undefined) return payloadSelector(header, field.name);
  }
  return anyPort(base, offset, bits);
}

/** The port that lies at a place whichever transport protocol it is. Source: nft's `payload_init_raw`. */
export function anyPort(
  base: PayloadBase,
  offset: number,
  bits: number,
): PayloadSelector | undefined {
  const port = protocols.th.fields.find((one) => one.offset === offset && one.bits === bits);
  return base === 'th' && port !== undefined ? payloadSelector('th', port.name) : undefined;
}

/** Whether packets that a rule has asked for have a field of their header: not every message of ICMP has all. */
export function isFieldThere(header: string, field: string, { icmpType }: ProtocolLayers): boolean {
  const needed = icmpDependency(header, field);
  return needed === undefined || icmpType === undefined || needed.alike.includes(icmpType);
}
