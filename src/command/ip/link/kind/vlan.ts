import { NEW_VLAN, type VlanSettings } from '../../../../namespace/link-kind/vlan.js';
import { takesVlans } from '../../../../namespace/link-kind/link-kinds.js';
import { followersOf } from '../../../../machine/followers.js';
import type { Link } from '../../../../namespace/link.js';
import { Refusal } from '../../../refusal.js';
import {
  matches,
  refuseByErrno,
  refuseByKernel,
  refuseNotSimulated,
  refuseValue,
  type Words,
} from '../../arguments.js';
import { readU16 } from '../../number-arguments.js';
import { piece } from '../../piece.js';
import { readOnOff } from '../read-on-off.js';
import type { KindWords, NewDevicePlace } from './kind-words.js';

const USAGE = `Usage: ... vlan id VLANID
		[ protocol VLANPROTO ]
		[ reorder_hdr { on | off } ]
		[ gvrp { on | off } ]
		[ mvrp { on | off } ]
		[ loose_binding { on | off } ]
		[ bridge_binding { on | off } ]
		[ ingress-qos-map QOS-MAP ]
		[ egress-qos-map QOS-MAP ]

VLANID := 0-4095
VLANPROTO: [ 802.1Q | 802.1ad ]
QOS-MAP := [ QOS-MAP ] QOS-MAPPING
QOS-MAPPING := FROM:TO
`;

/** The flags of a VLAN device: its word, and its name in a listing. In the order of the listing. */
const FLAGS = [
  ['reorder_hdr', 'REORDER_HDR', 'reorderHeader'],
  ['gvrp', 'GVRP', 'gvrp'],
  ['mvrp', 'MVRP', 'mvrp'],
  ['loose_binding', 'LOOSE_BINDING', 'looseBinding'],
  ['bridge_binding', 'BRIDGE_BINDING', 'bridgeBinding'],
] as const;

/** What the words after `type vlan` say. */
type Draft = { -readonly [Key in Exclude<keyof VlanSettings, 'kind'>]?: VlanSettings[Key] };

/** `type vlan`. Source: `iplink_vlan.c` of iproute2; `vlan_newlink`. */
export const vlanWords: KindWords = {
  kind: 'vlan',
  usage: USAGE,
  read: (words) => {
    const check = checking(words);
    const draft = readWords(words);
    return { check: () => check(draft), settle: (place) => settle(draft, place) };
  },
  change: (words, _kindContext, { settings }) => {
    const check = checking(words);
    const draft = readWords(words);
    const { id: _fixed, ...flags } = draft;
    return {
      check: () => check(draft),
      settle: () => (settings.kind === 'vlan' ? { settings: { ...settings, ...flags } } : {}),
    };
  },
  details: (_context, _namespace, { settings }) => {
    if (settings.kind !== 'vlan') return [];
    const flags = FLAGS.flatMap(([, name, key]) => (settings[key] ? [name] : []));
    const text = flags.length === 0 ? '' : `<${flags.join(',')}> `;
    return [
      piece('protocol 802.1Q ', { protocol: '802.1Q' }),
      piece(`id ${settings.id} `, { id: settings.id }),
      piece(text, { flags }),
    ];
  },
};

function readWords(words: Words): Draft {
  const draft: Draft = {};
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    const flag = FLAGS.find(([keyword]) => matches(word ?? '', keyword));
    if (matches(word, 'protocol')) {
      readProtocol(words.next());
    } else if (matches(word, 'id')) {
      const value = words.next();
      draft.id = readU16(value) ?? refuseValue(value, 'id is invalid');
    } else if (flag !== undefined) {
      draft[flag[2]] = readOnOff(flag[0], words.next());
    } else if (matches(word, 'ingress-qos-map') || matches(word, 'egress-qos-map')) {
      refuseNotSimulated(`ip link type vlan ${word}`);
    } else if (matches(word, 'help')) {
      throw new Refusal(1, USAGE, false);
    } else {
      throw new Refusal(1, `vlan: unknown command "${word}"?\n${USAGE}`, false);
    }
  }
  return draft;
}

function readProtocol(word: string): void {
  const name = word.toLowerCase();
  if (name === '802.1ad') refuseNotSimulated('ip link type vlan protocol 802.1ad');
  if (name !== '802.1q') refuseValue(word, 'protocol is invalid');
}

/** Any word at all will do. Source: `vlan_validate`. */
function checking(words: Words): (draft: Draft) => void {
  const any = words.peek !== undefined;
  return ({ id }) => {
    if (!any) refuseByKernel('8021q: VLAN properties not specified');
    if (id !== undefined && id >= 4095) refuseByKernel('8021q: Invalid VLAN id');
  };
}

function settle(draft: Draft, place: NewDevicePlace): Partial<Link> {
  const { lower, request, machine } = place;
  const { id } = draft;
  if (id === undefined) refuseByKernel('8021q: VLAN id not specified');
  if (lower === undefined) refuseByKernel('8021q: link not specified');
  if (!takesVlans(lower.kind)) refuseByKernel('8021q: VLANs not supported on device');
  const lowerPlace = { namespace: place.here, index: lower.index };
  const isTaken = followersOf(machine, lowerPlace).some(({ link }) => isVlan(link, id));
  if (isTaken) refuseByKernel('8021q: VLAN device already exists');
  if (request.mtuBytes !== undefined && request.mtuBytes > lower.mtuBytes) refuseByErrno('EINVAL');
  const { broadcast, multicast, arp, pointToPoint, lladdr, mtuBytes, carrier } = lower;
  return {
    broadcast,
    multicast,
    arp,
    pointToPoint,
    lladdr,
    mtuBytes,
    carrier,
    lower: lowerPlace,
    settings: { ...NEW_VLAN, ...draft, id },
  };
}

function isVlan({ settings }: Link, id: number): boolean {
  return settings.kind === 'vlan' && settings.id === id;
}
