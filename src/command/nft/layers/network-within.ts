import { findNumber } from './layer-protocol.js';
import type { ProtocolLayers } from './protocol-layers.js';

/** The version of IP that a rule has asked for, in a table of both; undefined where what it knows of the frame doesn't lead to it. Source: nft's `proto_find_num`. */
export function networkWithin(layers: ProtocolLayers): 'ip' | 'ip6' | undefined {
  const network = layers.protocol('nh');
  if (network !== 'ip' && network !== 'ip6') return undefined;
  const link = layers.protocol('ll') ?? 'unknown';
  return findNumber(link, network) === undefined ? undefined : network;
}
