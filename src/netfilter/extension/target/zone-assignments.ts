import { set, type Assignment } from '../../../predicate/assignment.js';

/** The direction in which a zone counts. */
export type ZoneSide = 'orig' | 'reply';

/** What gives the connection of a packet a zone, before it's looked for: in one direction, or in both. Source: `struct nf_conntrack_zone`. */
export function zoneAssignments(
  zone: number | 'mark',
  side: ZoneSide | undefined,
): readonly Assignment[] {
  const inOrig = side !== 'reply';
  const inReply = side !== 'orig';
  const number = zone === 'mark' ? 0 : zone;
  return [
    set('ctzone', number),
    set('ctzoneOrig', inOrig ? number : 0),
    set('ctzoneReply', inReply ? number : 0),
    set('ctzoneMarked', zone === 'mark' ? (inOrig ? 1 : 0) + (inReply ? 2 : 0) : 0),
  ];
}
