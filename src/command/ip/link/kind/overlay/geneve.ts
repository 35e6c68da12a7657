import { sameAddress } from '../../../../../address/address.js';
import {
  overlayHeadroom,
  overlayOf,
  PLAIN_OVERLAY,
  type OverlaySettings,
} from '../../../../../namespace/link-kind/overlay.js';
import type { Link } from '../../../../../namespace/link.js';
import { linkByIndex, type Namespace } from '../../../../../namespace/namespace.js';
import { queryRoute } from '../../../../../evaluate/query.js';
import { Refusal } from '../../../../refusal.js';
import {
  matches,
  refuseByErrno,
  refuseByKernel,
  refuseNotSimulated,
  refuseValue,
  type Words,
} from '../../../arguments.js';
import { piece } from '../../../piece.js';
import type { KindContext, KindWords, NewDevicePlace } from '../kind-words.js';
import { addressPieces, dfPiece, labelPieces, tosPieces, ttlPiece } from './overlay-details.js';
import {
  Once,
  readEither,
  readHeaderWord,
  readPort,
  readVni,
  type OverlayDraft,
} from './overlay-options.js';
import { GENEVE_USAGE } from './overlay-usage.js';

/** Source: `GENEVE_UDP_PORT`. */
const PORT = 6081;

const FLAGS = ['udpcsum', 'udp6zerocsumtx', 'udp6zerocsumrx'] as const;

/** `type geneve`. Source: `iplink_geneve.c` of iproute2; `geneve_newlink`. */
export const geneveWords: KindWords = {
  kind: 'geneve',
  usage: GENEVE_USAGE,
  read: (words, kindContext) => {
    const any = words.peek !== undefined;
    const draft = any ? readWords(words, kindContext, true) : {};
    return {
      check: () => checkAny(any),
      settle: (place) => settle(draft, place, kindContext),
    };
  },
  change: (words, kindContext, link) => {
    const any = words.peek !== undefined;
    const draft = any ? readWords(words, kindContext, false) : {};
    return { check: () => checkAny(any), settle: () => change(draft, link) };
  },
  details: (_context, _namespace, link) => {
    const settings = overlayOf(link);
    if (settings === undefined) return [];
    const { vni, remote, dstport, udpcsum, udp6zerocsumtx, udp6zerocsumrx } = settings;
    return [
      piece(`id ${vni} `, { id: vni }),
      ...addressPieces('remote', remote),
      ttlPiece(settings),
      ...tosPieces(settings),
      dfPiece(settings),
      ...labelPieces(settings),
      piece(`dstport ${dstport} `, { port: dstport }),
      remote?.family === 6
        ? piece(flagText(udp6zerocsumtx, 'udp6zerocsumtx'), { udp_zero_csum6_tx: udp6zerocsumtx })
        : piece(flagText(udpcsum, 'udpcsum'), { udp_csum: udpcsum }),
      piece(flagText(udp6zerocsumrx, 'udp6zerocsumrx'), { udp_zero_csum6_rx: udp6zerocsumrx }),
    ];
  },
};

function flagText(on: boolean, word: string): string {
  return `${on ? '' : 'no'}${word} `;
}

function readWords(words: Words, { context }: KindContext, isNew: boolean): OverlayDraft {
  const draft: OverlayDraft = {};
  const once = new Once();
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    const taken = word;
    const flag = FLAGS.find((name) => matches(taken, name) || matches(taken, `no${name}`));
    if (matches(word, 'id') || matches(word, 'vni')) {
      draft.vni = readVni(once.take('id', words));
    } else if (matches(word, 'remote')) {
      const value = once.take('remote', words);
      draft.remote = readEither(value) ?? refuseValue(value, 'invalid remote address');
    } else if (readHeaderWord(draft, word, { once, words, names: context.names })) {
      continue;
    } else if (matches(word, 'dstport')) {
      draft.dstport = readPort(once.take('dstport', words), 'dstport');
    } else if (word === 'external' || word === 'noexternal') {
      if (draft.vni === undefined || word === 'noexternal') {
        refuseNotSimulated('ip link type geneve external');
      }
      throw new Refusal(1, "geneve: both 'external' and vni cannot be specified\n", false);
    } else if (flag !== undefined) {
      draft[flag] = !taken.startsWith('no');
    } else if (matches(word, 'innerprotoinherit')) {
      refuseNotSimulated('ip link type geneve innerprotoinherit');
    } else {
      const why = matches(word, 'help') ? '' : `geneve: unknown command "${word}"?\n`;
      throw new Refusal(1, why + GENEVE_USAGE, false);
    }
  }
  if (draft.vni === undefined) {
    throw new Refusal(1, 'geneve: missing virtual network identifier\n', false);
  }
  if (isNew && draft.remote === undefined) {
    throw new Refusal(1, 'geneve: remote link partner not specified\n', false);
  }
  return draft;
}

/** Source: `geneve_validate`. */
function checkAny(any: boolean): void {
  if (!any) refuseByKernel('Not enough attributes provided to perform the operation');
}

/** Source: `geneve_nl2info`. */
function checkLabel({ flowlabel, remote }: Pick<OverlaySettings, 'flowlabel' | 'remote'>): void {
  if (flowlabel !== 0 && remote?.family !== 6) {
    refuseByKernel('Label attribute only applies for IPv6 Geneve devices');
  }
}

/** Source: `geneve_configure`, `geneve_link_config`. */
function settle(
  draft: OverlayDraft,
  { machine, namespace }: NewDevicePlace,
  { context, request }: KindContext,
): Partial<Link> {
  const is6 = draft.remote?.family === 6;
  const settings: OverlaySettings = {
    ...PLAIN_OVERLAY,
    dstport: PORT,
    udpcsum: false,
    udp6zerocsumrx: !is6,
    ...draft,
    birthNamespace: request.netns ?? context.namespace,
  };
  checkLabel(settings);
  const isTaken = [...machine.namespaces.values()].some(({ links }) =>
    links.some((link) => link.kind === 'geneve' && clashes(overlayOf(link), settings)),
  );
  if (isTaken) refuseByErrno('EBUSY');
  return { settings, mtuBytes: mtuFor(namespace, settings) };
}

/** Source: `geneve_find_dev`. */
function clashes(one: OverlaySettings | undefined, other: OverlaySettings): boolean {
  return (
    one?.remote !== undefined &&
    other.remote !== undefined &&
    one.birthNamespace === other.birthNamespace &&
    one.vni === other.vni &&
    one.dstport === other.dstport &&
    sameAddress(one.remote, other.remote)
  );
}

/** That of the device of the route to the far end, less the headers; without a route that of any Ethernet. */
function mtuFor(namespace: Namespace, { remote }: OverlaySettings): number {
  const route = remote === undefined ? undefined : queryRoute(namespace, { dst: remote });
  const dev = route?.error === undefined ? route?.dev : undefined;
  const lower = dev === undefined ? undefined : linkByIndex(namespace, dev);
  return lower === undefined ? ETHERNET_MTU : lower.mtuBytes - overlayHeadroom(remote);
}

const ETHERNET_MTU = 1500;

/** The port and the sums can't be said again, be it what they are. Source: `geneve_changelink`, `geneve_nl2info`. */
function change(draft: OverlayDraft, link: Link): Partial<Link> {
  const before = overlayOf(link);
  if (before === undefined) return {};
  const { vni = before.vni, remote = before.remote } = draft;
  const isFixed = (['dstport', ...FLAGS] as const).some((key) => draft[key] !== undefined);
  if (isFixed || vni !== before.vni || remote?.family !== before.remote?.family) {
    refuseByKernel(
      'Changing VNI, Port, endpoint IP address family, external, inner_proto_inherit, and UDP checksum attributes are not supported',
    );
  }
  const settings = { ...before, ...draft };
  checkLabel(settings);
  return { settings };
}
