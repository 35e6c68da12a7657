import { assertNever } from '../../../assert-never.js';
import {
  etherProtocols,
  inetProtocols,
  protocols,
  type PayloadBase,
  type ProtocolName,
} from '../../../netfilter/nft/header/protocol.js';
import type { TableFamily } from '../../../netfilter/nft/family.js';

/**
 * What is known of a layer: a header's protocol, or where the family of the table leaves that open, how it would be found out: by `meta nfproto` (`inet`),
 * by `meta protocol` (`netdev`), by `meta l4proto` (`inet-service`). `unknown` is a protocol that has no header of a name.
 */
export type LayerProtocol = ProtocolName | 'inet' | 'netdev' | 'inet-service' | 'unknown';

type Numbers = readonly (readonly [number: number, protocol: ProtocolName])[];

const openLayers: {
  readonly [name: string]: { readonly base: PayloadBase; readonly protocols: Numbers };
} = {
  inet: {
    base: 'll',
    protocols: [
      [2, 'ip'],
      [10, 'ip6'],
    ],
  },
  netdev: { base: 'll', protocols: etherProtocols },
  'inet-service': { base: 'th', protocols: inetProtocols },
};

function numbersOf(protocol: LayerProtocol): Numbers {
  if (protocol === 'unknown') return [];
  const open = openLayers[protocol];
  if (open !== undefined) return open.protocols;
  return isHeader(protocol) ? (protocols[protocol].next?.protocols ?? []) : [];
}

/** Whether a layer's protocol is a header. */
export function isHeader(protocol: LayerProtocol): protocol is ProtocolName {
  return protocol in protocols;
}

/** The protocol that a number stands for behind another protocol. */
export function findUpper(lower: LayerProtocol, number: bigint): ProtocolName | undefined {
  return numbersOf(lower).find(([one]) => BigInt(one) === number)?.[1];
}

/** The number that stands for a protocol behind another one. */
export function findNumber(lower: LayerProtocol, upper: LayerProtocol): number | undefined {
  return numbersOf(lower).find(([, one]) => one === upper)?.[0];
}

/** The layer at which chains of a family see packets, and what is known of it. */
export function firstLayer(family: TableFamily): {
  readonly base: PayloadBase;
  readonly protocol: LayerProtocol;
} {
  switch (family) {
    case 'bridge':
      return { base: 'll', protocol: 'ether' };
    case 'netdev':
    case 'inet':
      return { base: 'll', protocol: family };
    case 'ip':
    case 'ip6':
    case 'arp':
      return { base: 'nh', protocol: family };
    default:
      return assertNever(family);
  }
}

/** Layers from the lowest. */
export const LAYERS = ['ll', 'nh', 'th', 'ih'] as const satisfies readonly PayloadBase[];

/** The layer below another; undefined below the lowest. */
export function layerBelow(base: PayloadBase): PayloadBase | undefined {
  return LAYERS[LAYERS.indexOf(base) - 1];
}

/** Layers by nft's names. */
export const LAYER_WORDS: { readonly [Base in PayloadBase]: string } = {
  ll: 'link layer',
  nh: 'network layer',
  th: 'transport layer',
  ih: 'payload data',
};
