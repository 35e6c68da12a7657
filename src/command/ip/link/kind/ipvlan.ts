import { followersOf } from '../../../../machine/followers.js';
import { namespaceOf } from '../../../../machine/machine.js';
import { givesFrames } from '../../../../namespace/link-kind/link-kinds.js';
import {
  IPVLAN_FLAGS,
  IPVLAN_MODES,
  NEW_IPVLAN,
  type IpvlanSettings,
} from '../../../../namespace/link-kind/ipvlan.js';
import type { Link } from '../../../../namespace/link.js';
import { linkByIndex } from '../../../../namespace/namespace.js';
import { Refusal } from '../../../refusal.js';
import { matches, refuseByErrno, type Words } from '../../arguments.js';
import { piece } from '../../piece.js';
import type { KindWords, NewDevicePlace } from './kind-words.js';

const USAGE = `Usage: ... ipvlan [ mode MODE ] [ FLAGS ]

MODE: l3 | l3s | l2
FLAGS: bridge | private | vepa
(first values are the defaults if nothing is specified).
`;

type Draft = { -readonly [Key in 'mode' | 'flag']?: IpvlanSettings[Key] };

/** `type ipvlan`. Source: `iplink_ipvlan.c` of iproute2; `ipvlan_link_new`. */
export const ipvlanWords: KindWords = {
  kind: 'ipvlan',
  usage: USAGE,
  read: (words) => {
    const draft = readWords(words);
    return { settle: (place) => settle(draft, place) };
  },
  change: (words, _kindContext, { settings, arp }) => {
    const draft = readWords(words);
    return {
      settle: () => {
        if (settings.kind !== 'ipvlan') return {};
        const changed = { ...settings, ...draft };
        return {
          settings: changed,
          arp: changed.mode === settings.mode ? arp : changed.mode === 'l2',
        };
      },
    };
  },
  details: (_context, _namespace, { settings }) => {
    if (settings.kind !== 'ipvlan') return [];
    const { mode, flag } = settings;
    return [piece(` mode ${mode} `, { mode }), piece(`${flag} `, { [flag]: true })];
  },
};

/** The tool sends flags along with any other word, and takes one of them. */
function readWords(words: Words): Draft {
  const draft: Draft = {};
  let isFlagged = false;
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    const taken = word;
    draft.flag ??= 'bridge';
    const flag = IPVLAN_FLAGS.find((name) => matches(taken, name));
    if (matches(word, 'mode')) {
      draft.mode = readMode(words.next());
    } else if (flag !== undefined && !isFlagged) {
      draft.flag = flag;
      isFlagged = true;
    } else {
      const why = matches(word, 'help') ? '' : `ipvlan: unknown option "${word}"?\n`;
      throw new Refusal(1, why + USAGE, false);
    }
  }
  return draft;
}

function readMode(word: string): IpvlanSettings['mode'] {
  const mode = IPVLAN_MODES.find((name) => name === word);
  if (mode !== undefined) return mode;
  const why = 'Error: argument of "mode" must be either "l2", "l3" or "l3s"\n';
  throw new Refusal(1, why, false);
}

/** A device on an IPvlan device lies on the same one as that. */
function settle(draft: Draft, { lower, machine, here, request }: NewDevicePlace): Partial<Link> {
  if (lower === undefined || !givesFrames(lower.kind)) refuseByErrno('EINVAL');
  const lowest = lower.settings.kind === 'ipvlan' ? lower.lower : undefined;
  const lowerPlace = lowest ?? { namespace: here, index: lower.index };
  const base = linkByIndex(namespaceOf(machine, lowerPlace.namespace), lowerPlace.index) ?? lower;
  const others = followersOf(machine, lowerPlace).map(({ link }) => link.settings);
  if (others.some(({ kind }) => kind === 'macvlan')) refuseByErrno('EBUSY');
  const siblings = others.flatMap((settings) => (settings.kind === 'ipvlan' ? [settings] : []));
  const { lladdr, carrier } = base;
  return {
    mtuBytes: request.mtuBytes ?? base.mtuBytes,
    lladdr,
    carrier,
    // It is made with a carrier: nothing reports it before it changes. Source: `netif_stacked_transfer_operstate`.
    carrierKnown: !carrier,
    lower: lowerPlace,
    settings: {
      ...NEW_IPVLAN,
      flag: siblings[0]?.flag ?? NEW_IPVLAN.flag,
      ...draft,
      number: Math.max(0, ...siblings.map(({ number }) => number)) + 1,
      firstLladdr: request.lladdr === undefined ? lladdr : '',
    },
  };
}
