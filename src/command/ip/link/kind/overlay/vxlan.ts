import type { Address } from '../../../../../address/address.js';
import { isMulticast } from '../../../../../address/address-class.js';
import {
  ANYBODY,
  OWN_STATE,
  overlayFamily,
  overlayHeadroom,
  overlayOf,
  PLAIN_OVERLAY,
  type OverlaySettings,
} from '../../../../../namespace/link-kind/overlay.js';
import type { Link } from '../../../../../namespace/link.js';
import { linkByIndex } from '../../../../../namespace/namespace.js';
import { Refusal } from '../../../../refusal.js';
import { parseInetAddress } from '../../../address-arguments.js';
import {
  EXIT_USAGE,
  matches,
  refuseByKernel,
  refuseNotSimulated,
  refuseValue,
  type Words,
} from '../../../arguments.js';
import { deviceIndex, refuseNoDevice } from '../../../device-arguments.js';
import { readU32 } from '../../../number-arguments.js';
import { piece } from '../../../piece.js';
import type { KindContext, KindWords, NewDevicePlace } from '../kind-words.js';
import { addressPieces, dfPiece, labelPieces, tosPieces, ttlPiece } from './overlay-details.js';
import { Once, readEither, readHeaderWord, readPort, readVni } from './overlay-options.js';
import { VXLAN_USAGE } from './overlay-usage.js';
import { changeVxlan, checkLabel, checkLower, type VxlanDraft } from './vxlan-change.js';

/** Words that switch something on, or off with `no` before them, and their names in a listing. In the order of the listing. */
const FLAGS = [
  ['learning', 'learning', 'learning'],
  ['proxy', 'proxy', 'proxy'],
  ['rsc', 'rsc', 'rsc'],
  ['l2miss', 'l2miss', 'l2miss'],
  ['l3miss', 'l3miss', 'l3miss'],
  ['udpcsum', 'udpcsum', 'udp_csum'],
  ['udp6zerocsumtx', 'udp6zerocsumtx', 'udp_zero_csum6_tx'],
  ['udp6zerocsumrx', 'udp6zerocsumrx', 'udp_zero_csum6_rx'],
  ['localbypass', 'localbypass', 'localbypass'],
] as const;

const UNSIMULATED: ReadonlySet<string> = new Set([
  'external',
  'gbp',
  'gpe',
  'vnifilter',
  'remcsumtx',
  'remcsumrx',
  'noremcsumtx',
  'noremcsumrx',
  'reserved_bits',
  'noexternal',
  'novnifilter',
]);

/** `type vxlan`. Source: `iplink_vxlan.c` of iproute2; `vxlan_newlink`. */
export const vxlanWords: KindWords = {
  kind: 'vxlan',
  usage: VXLAN_USAGE,
  read: (words, kindContext) => {
    const any = words.peek !== undefined;
    const draft = readWords(words, kindContext, any);
    let most = Infinity;
    return {
      check: () => checkAny(any),
      settle: (place) => {
        const made = settle(draft, place, kindContext);
        most = made.most;
        return made.fields;
      },
      mtu: (asked) => Math.min(asked, most),
      ...(any && draft.dstport === undefined ? { warning: NO_PORT } : {}),
    };
  },
  change: (words, kindContext, link) => {
    const any = words.peek !== undefined;
    const draft = readWords(words, kindContext, false);
    return {
      check: () => checkAny(any),
      settle: () => changeVxlan(draft, kindContext, link),
    };
  },
  details: (_context, namespace, link) => {
    const settings = overlayOf(link);
    if (settings === undefined) return [];
    const { srcport, dstport, ageing, maxaddress } = settings;
    const [low, high] = srcport;
    const { lower } = link;
    const dev =
      lower === undefined ? [] : [linkByIndex(namespace, lower.index)?.name ?? `if${lower.index}`];
    const on = ([word, , key]: (typeof FLAGS)[number]): string => {
      const value = settings[word];
      if (word === 'learning' || word === 'localbypass') return value ? '' : `no${key} `;
      if (word === 'udpcsum') return value ? '' : `no${key} `;
      return value ? `${key} ` : '';
    };
    const flags = FLAGS.map((flag) => piece(on(flag), { [flag[2]]: settings[flag[0]] }));
    return [
      piece(`id ${settings.vni} `, { id: settings.vni }),
      ...addressPieces('remote', settings.remote),
      ...addressPieces('local', settings.local),
      ...dev.map((name) => piece(`dev ${name} `, { link: name })),
      piece(`srcport ${low} ${high} `, { port_range: { low, high } }),
      piece(`dstport ${dstport} `, { port: dstport }),
      ...tosPieces(settings),
      ttlPiece(settings),
      dfPiece(settings),
      ...labelPieces(settings),
      piece(`ageing ${ageing} `, { ageing }),
      ...(maxaddress === 0 ? [] : [piece(`maxaddr ${maxaddress} `, { limit: maxaddress })]),
      piece(`reserved_bits ${RESERVED} `, { reserved_bits: RESERVED, external: false }),
      ...flags.slice(0, -1),
      piece('', { remcsum_tx: false, remcsum_rx: false }),
      ...flags.slice(-1),
    ];
  },
};

const RESERVED = '0xf7ffffff000000ff';

/** The port that the kernel takes of its own accord. Source: `vxlan_port`. */
const KERNEL_PORT = 8472;

const NO_PORT = `vxlan: destination port not specified
Will use Linux kernel default (non-standard value)
Use 'dstport 4789' to get the IANA assigned value
Use 'dstport 0' to get default and quiet this message
`;

/** @param isNew - a new device needs a network identifier */
function readWords(words: Words, kindContext: KindContext, isNew: boolean): VxlanDraft {
  const { context, namespace } = kindContext;
  const draft: VxlanDraft = {};
  const once = new Once();
  let group: Address | undefined;
  let remote: Address | undefined;
  const familyOf = (): 4 | 6 | undefined => (group ?? remote ?? draft.local)?.family;
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    const taken = word;
    const flag = FLAGS.find(([name]) => matches(taken, name) || matches(taken, `no${name}`));
    if (matches(word, 'id') || matches(word, 'vni')) {
      draft.vni = readVni(once.take('id', words));
    } else if (matches(word, 'group')) {
      const value = words.next();
      const address = parseInetAddress(value, familyOf()).address;
      if (address === undefined || !isMulticast(address))
        refuseValue(value, 'invalid group address');
      group = address;
    } else if (matches(word, 'remote')) {
      remote = readEnd(words.next(), familyOf(), 'invalid remote address');
    } else if (matches(word, 'local')) {
      draft.local = readEnd(words.next(), familyOf(), 'invalid local address');
    } else if (matches(word, 'dev')) {
      const name = once.take('dev', words);
      draft.dev = deviceIndex(namespace, name) ?? refuseNoDevice(name, EXIT_USAGE);
    } else if (UNSIMULATED.has(word)) {
      refuseNotSimulated(`ip link type vxlan ${word}`);
    } else if (readHeaderWord(draft, word, { once, words, names: context.names })) {
      continue;
    } else if (matches(word, 'ageing')) {
      const value = once.take('ageing', words);
      draft.ageing = value === 'none' ? 0 : (readU32(value) ?? refuseValue(value, 'ageing timer'));
    } else if (matches(word, 'maxaddress')) {
      const value = once.take('maxaddress', words);
      draft.maxaddress =
        value === 'unlimited' ? 0 : (readU32(value) ?? refuseValue(value, 'max addresses'));
    } else if (matches(word, 'port') || matches(word, 'srcport')) {
      const low = readPort(once.take('srcport', words), 'min port');
      draft.srcport = [low, readPort(words.next(), 'max port')];
    } else if (matches(word, 'dstport')) {
      draft.dstport = readPort(once.take('dstport', words), 'dst port');
    } else if (flag !== undefined) {
      draft[flag[0]] = !taken.startsWith('no');
    } else {
      const why = matches(word, 'help') ? '' : `vxlan: unknown command "${word}"?\n`;
      throw new Refusal(1, why + VXLAN_USAGE, false);
    }
  }
  if (group !== undefined && remote !== undefined) {
    throw new Refusal(1, 'vxlan: both group and remote cannot be specified\n', false);
  }
  if (isNew && draft.vni === undefined) {
    throw new Refusal(1, 'vxlan: missing virtual network identifier\n', false);
  }
  if (group !== undefined && draft.dev === undefined) {
    throw new Refusal(1, "vxlan: 'group' requires 'dev' to be specified\n", false);
  }
  const far = group ?? remote;
  return far === undefined ? draft : { ...draft, remote: far };
}

function readEnd(word: string, family: 4 | 6 | undefined, reason: string): Address {
  const { address } = parseInetAddress(word, family);
  const isHost = address !== undefined && readEither(word) !== undefined;
  return isHost ? address : refuseValue(word, reason);
}

/** Source: `vxlan_validate`. */
function checkAny(any: boolean): void {
  if (!any) refuseByKernel('Required attributes not provided to perform the operation');
}

/** Source: `vxlan_config_apply`, `vxlan_config_validate`. */
function settle(
  { dev, ...draft }: VxlanDraft,
  { machine, here, namespace }: NewDevicePlace,
  { context, request }: KindContext,
): { readonly fields: Partial<Link>; readonly most: number } {
  const birthNamespace = request.netns ?? context.namespace;
  const dstport = draft.dstport || KERNEL_PORT;
  const remote = draft.remote;
  const settings: OverlaySettings = {
    ...PLAIN_OVERLAY,
    ...draft,
    birthNamespace,
    dstport,
    entries:
      remote === undefined ? [] : [{ lladdr: ANYBODY, dst: remote, own: true, state: OWN_STATE }],
  };
  checkLabel(settings);
  const lower = dev === undefined ? undefined : linkByIndex(namespace, dev);
  if (lower !== undefined) checkLower(namespace, settings, lower);
  const isTaken = [...machine.namespaces.values()].some(({ links }) =>
    links.some((link) => link.kind === 'vxlan' && clashes(overlayOf(link), settings)),
  );
  if (isTaken) refuseByKernel('A VXLAN device with the specified VNI already exists');
  const most = lower === undefined ? MOST_BYTES : lower.mtuBytes - overlayHeadroom(remote);
  const mtu = lower === undefined ? {} : { mtuBytes: most };
  const below = dev === undefined ? {} : { lower: { namespace: here, index: dev } };
  return { fields: { settings, ...mtu, ...below }, most };
}

const MOST_BYTES = 65535;

/** Source: `vxlan_vni_in_use`. */
function clashes(one: OverlaySettings | undefined, other: OverlaySettings): boolean {
  return (
    one?.birthNamespace === other.birthNamespace &&
    one.vni === other.vni &&
    one.dstport === other.dstport &&
    overlayFamily(one) === overlayFamily(other)
  );
}
