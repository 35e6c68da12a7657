import type { MacvlanSettings } from '../../../../../namespace/link-kind/macvlan.js';
import { piece, type Piece } from '../../../piece.js';

/**
 * What `-details` prints of a macvlan device. Source: `macvlan_print_opt` of iproute2; `macvlan_fill_info`.
 *
 * @param used - the longest queue that one of those on its device has asked for
 */
export function macvlanDetails(settings: MacvlanSettings, used: number): readonly Piece[] {
  const { mode, nopromisc, nodst, queueLength, queueFrom } = settings;
  const listed = listedSources(settings.sources);
  return [
    piece(`mode ${mode} `, { mode }),
    ...(nopromisc ? [piece('nopromisc ', { nopromisc })] : []),
    ...(nodst ? [piece('nodst ', { nodst })] : []),
    piece(`bcqueuelen ${queueLength} `, { bcqueuelen: queueLength }),
    piece(`usedbcqueuelen ${used} `, { usedbcqueuelen: used }),
    ...(queueFrom === undefined ? [] : [piece(`bclim ${queueFrom} `, { bclim: queueFrom })]),
    ...(mode === 'source'
      ? [piece(`remotes (${listed.length}) `, { macaddr_count: listed.length })]
      : []),
    ...(listed.length === 0
      ? []
      : [piece(listed.map((one) => `${one} `).join(''), { macaddr_data: listed })]),
  ];
}

/** The kernel keeps them in a hash table, and lists the newest of each row first. Source: `macvlan_eth_hash`, `macvlan_fill_info_macaddr`. */
function listedSources(sources: readonly string[]): readonly string[] {
  return sources
    .toReversed()
    .map((lladdr) => ({ lladdr, row: rowOf(lladdr) }))
    .toSorted((one, other) => one.row - other.row)
    .map(({ lladdr }) => lladdr);
}

function rowOf(lladdr: string): number {
  const bytes = lladdr.split(':').toReversed().join('');
  const mixed = (BigInt(`0x${bytes}`) << 16n) * GOLDEN_RATIO;
  return Number((mixed >> 56n) & 0xffn);
}

/** Source: `GOLDEN_RATIO_64`. */
const GOLDEN_RATIO = 0x61c8864680b583ebn;
