import type { Address } from '../../address/address.js';
import type { Family } from '../../address/family.js';
import { LpmTable } from '../../lpm/lpm-table.js';
import type { Wireguard, WireguardPeer } from './wireguard.js';

/** The prefixes of all peers of a device, each with its peer. Source: `wg_allowedips_lookup_dst`. */
function allowedIpsTable(
  { peers }: Pick<Wireguard, 'peers'>,
  family: Family,
): LpmTable<WireguardPeer> {
  const tables = known.get(peers) ?? makeTables(peers);
  return family === 4 ? tables.v4 : tables.v6;
}

interface Tables {
  readonly v4: LpmTable<WireguardPeer>;
  readonly v6: LpmTable<WireguardPeer>;
}

const known = new WeakMap<Wireguard['peers'], Tables>();

function makeTables(peers: Wireguard['peers']): Tables {
  const tableOf = (family: Family): LpmTable<WireguardPeer> =>
    LpmTable.from(
      family,
      peers.flatMap((peer) =>
        peer.allowedIps
          .filter(({ address }) => address.family === family)
          .map((prefix) => [prefix, peer] as const),
      ),
    );
  const tables = { v4: tableOf(4), v6: tableOf(6) };
  known.set(peers, tables);
  return tables;
}

/** The peer to which an inner address belongs: the one of the longest prefix that holds it; undefined when it is no one's. */
export function peerOf(wireguard: Wireguard, address: Address): WireguardPeer | undefined {
  return allowedIpsTable(wireguard, address.family).lookup(address);
}
