import type { Family } from '../address/family.js';
import { frameNumber, type FrameType } from '../packet/frame-type.js';
import { all, ALWAYS, any, equals, masked, NEVER, not } from '../predicate/predicate.js';
import type { Predicate } from '../predicate/predicate.js';

/**
 * Holds for packets that count as framed so. What a host gives itself back of what it sends to many counts by the destination that it has by then, in IPv6 as
 * for a group. Source: `pkttype_mt`, `nft_meta_get_eval_pkttype_lo`.
 */
export function framedAs(type: Exclude<FrameType, 'looped'>, family: Family): Predicate {
  const framed = equals('frame', frameNumber(type));
  const toGroup = family === 6 ? ALWAYS : masked('dst', 0xf0000000, 0xe0000000);
  const counts = { unicast: NEVER, multicast: toGroup, broadcast: not(toGroup), other: NEVER }[
    type
  ];
  return any([framed, all([equals('frame', frameNumber('looped')), counts])]);
}
