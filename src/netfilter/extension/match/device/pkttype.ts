import { unless } from '../../../../predicate/part.js';
import { invertedIf } from '../../../../predicate/predicate.js';
import { framedAs } from '../../../framed-as.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { nftNot } from '../../option/nft-words.js';

/** How a frame was addressed. */
type PacketType = 'unicast' | 'broadcast' | 'multicast' | 'otherhost';

/** `-m pkttype --pkt-type TYPE`. */
export interface PkttypeMatch extends MatchData {
  readonly name: 'pkttype';
  readonly type: PacketType;
  readonly inverted: boolean;
}

const TYPES: ReadonlyMap<string, PacketType> = new Map([
  ['unicast', 'unicast'],
  ['host', 'unicast'],
  ['broadcast', 'broadcast'],
  ['bcast', 'broadcast'],
  ['multicast', 'multicast'],
  ['mcast', 'multicast'],
  ['otherhost', 'otherhost'],
]);

/** What nft has no name for is a number. Source: `PACKET_OTHERHOST`. */
const OTHERHOST = 3;

/**
 * The `pkttype` match: how the frame was addressed in which a packet came. What this host sends or forwards counts as addressed to it, on lo too.
 * Source: `xt_pkttype.c`, `eth_type_trans`, iptables-extensions(8).
 */
export const pkttypeMatch: MatchExtension<PkttypeMatch> = {
  name: 'pkttype',
  families: [4, 6],
  options: {
    initial: { name: 'pkttype', type: 'unicast', inverted: false },
    options: [
      {
        name: 'pkt-type',
        words: 1,
        mandatory: true,
        invertible: true,
        read: (data, { argument, inverted }) => ({ ...data, type: readType(argument), inverted }),
      },
    ],
  },
  print: ({ type, inverted }) => `${inverted ? '! ' : ''}--pkt-type ${type}`,
  list: ({ type, inverted }) => `PKTTYPE ${inverted ? '!=' : '='} ${type}`,
  translate: ({ type, inverted }) =>
    `pkttype ${nftNot({ inverted })}${type === 'otherhost' ? OTHERHOST : type}`,
  parts: ({ type, inverted }, { family }) => [
    {
      when: invertedIf(inverted, framedAs(type === 'otherhost' ? 'other' : type, family)),
      words: { option: 'pkt-type', needs: unless(inverted, type), has: ['frame'] },
    },
  ],
};

function readType(text: string): PacketType {
  const type = TYPES.get(text.toLowerCase());
  if (type !== undefined) return type;
  throw new XtablesError('parameter', `Bad packet type '${text}'`);
}

/** Reports whether a match asks how frames are addressed. */
export function asksForFrame(match: MatchData): boolean {
  return match.name === pkttypeMatch.name;
}
