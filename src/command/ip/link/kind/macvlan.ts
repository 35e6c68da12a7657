import {
  MACVLAN_MODES,
  NEW_MACVLAN,
  type MacvlanSettings,
} from '../../../../namespace/link-kind/macvlan.js';
import type { Link } from '../../../../namespace/link.js';
import { linkByIndex, type Namespace } from '../../../../namespace/namespace.js';
import { followersOf } from '../../../../machine/followers.js';
import { namespaceOf } from '../../../../machine/machine.js';
import { Refusal } from '../../../refusal.js';
import { refuseByErrno, refuseNotSimulated, type Words } from '../../arguments.js';
import { piece } from '../../piece.js';
import type { KindWords, NewDevicePlace } from './kind-words.js';

const USAGE = `Usage: ... macvlan mode MODE [flag MODE_FLAG] MODE_OPTS [bcqueuelen BC_QUEUE_LEN] [bclim BCLIM]

MODE: private | vepa | bridge | passthru | source
MODE_FLAG: null | nopromisc | nodst
MODE_OPTS: for mode "source":
	macaddr { { add | del } <macaddr> | set [ <macaddr> [ <macaddr>  ... ] ] | flush }
BC_QUEUE_LEN: Length of the rx queue for broadcast/multicast: [0-4294967295]
BCLIM: Threshold for broadcast queueing: 32-bit integer
`;

/** `type macvlan`. Source: `iplink_macvlan.c` of iproute2; `macvlan_newlink`. */
export const macvlanWords: KindWords = {
  kind: 'macvlan',
  usage: USAGE,
  read: (words) => {
    const settings = readWords(words, NEW_MACVLAN);
    return { settle: (place) => settle(settings, place) };
  },
  change: (words, _kindContext, { settings }) =>
    settings.kind === 'macvlan' ? { settings: readWords(words, settings) } : {},
  details: (_context, _namespace, { settings }) => {
    if (settings.kind !== 'macvlan') return [];
    const { mode } = settings;
    const queue = { bcqueuelen: 1000, usedbcqueuelen: 1000 };
    return [piece(`mode ${mode} `, { mode }), piece('bcqueuelen 1000 usedbcqueuelen 1000 ', queue)];
  },
};

function readWords(words: Words, from: MacvlanSettings): MacvlanSettings {
  let { mode } = from;
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    if (word === 'mode') {
      mode = readMode(words.next());
    } else if (['flag', 'bcqueuelen', 'bclim', 'macaddr'].includes(word)) {
      refuseNotSimulated(`ip link type macvlan ${word}`);
    } else if (word === 'help') {
      throw new Refusal(1, USAGE, false);
    } else {
      throw new Refusal(1, `macvlan: unknown option "${word}"?\n${USAGE}`, false);
    }
  }
  return { kind: 'macvlan', mode };
}

function readMode(word: string): MacvlanSettings['mode'] {
  if (word === 'passthru' || word === 'source') {
    refuseNotSimulated(`ip link type macvlan ${word}`);
  }
  const mode = MACVLAN_MODES.find((name) => name === word);
  if (mode !== undefined) return mode;
  throw new Refusal(
    1,
    `Error: argument of "mode" must be "private", "vepa", "bridge", "passthru" or "source", not "${word}"\n`,
    false,
  );
}

/** What the port of a bridge or bond receives, that one has already. Source: `netdev_rx_handler_register`. */
function isPort(namespace: Namespace, { master }: Link): boolean {
  const kind = master === undefined ? undefined : linkByIndex(namespace, master)?.kind;
  return kind === 'bridge' || kind === 'bond';
}

/** A device on a macvlan device lies on the same one as that. Source: `macvlan_common_newlink`. */
function settle(settings: MacvlanSettings, place: NewDevicePlace): Partial<Link> {
  const { lower, request, machine, here } = place;
  if (lower === undefined || lower.kind === 'loopback') refuseByErrno('EINVAL');
  const lowest = lower.settings.kind === 'macvlan' ? lower.lower : undefined;
  const lowerPlace = lowest ?? { namespace: here, index: lower.index };
  const base = linkByIndex(namespaceOf(machine, lowerPlace.namespace), lowerPlace.index) ?? lower;
  if (isPort(namespaceOf(machine, lowerPlace.namespace), base)) refuseByErrno('EBUSY');
  if (request.mtuBytes !== undefined && request.mtuBytes > base.mtuBytes) refuseByErrno('EINVAL');
  const others = followersOf(machine, lowerPlace);
  if (others.some(({ link }) => link.kind === 'ipvlan')) refuseByErrno('EBUSY');
  return { mtuBytes: base.mtuBytes, carrier: base.carrier, lower: lowerPlace, settings };
}
