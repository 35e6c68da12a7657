import { isUnspecified } from '../../../../../address/address.js';
import { isMulticast } from '../../../../../address/address-class.js';
import {
  PLAIN_TUNNEL,
  PLAIN_VTI,
  type TunnelKind,
  type TunnelSettings,
} from '../../../../../namespace/link-kind/tunnel.js';
import type { ErrnoName } from '../../../../../errno.js';
import type { Link } from '../../../../../namespace/link.js';
import { Refusal } from '../../../../refusal.js';
import { refuseByErrno, refuseNotSimulated, type Words } from '../../../arguments.js';
import { changeTunnel, largestMtu, makeTunnel } from '../../../tunnel/settle-tunnel.js';
import { draftedSettings, type TunnelDraft } from '../../../tunnel/tunnel-draft.js';
import type { KindContext, KindWords } from '../kind-words.js';
import { tunnelDetails } from './tunnel-details.js';
import { readGreWords, readIpTunnelWords, readVtiWords } from './tunnel-options.js';
import { greUsage, ipTunnelUsage, VTI_USAGE } from './tunnel-usage.js';

type MadeKind = Exclude<TunnelKind, 'erspan'>;

/** Words of the tunnels over IPv4 that `ip link add` makes. Source: `link_iptnl.c`, `link_gre.c` of iproute2. */
export const tunnelWords: readonly KindWords[] = [
  wordsFor('ipip', ipTunnelUsage('ipip')),
  wordsFor('sit', ipTunnelUsage('sit')),
  wordsFor('gre', greUsage('gre')),
  wordsFor('gretap', greUsage('gretap')),
  wordsFor('vti', VTI_USAGE),
  { kind: 'erspan', made: 'otherwise', details: tunnelDetails },
];

function wordsFor(kind: MadeKind, usage: string): KindWords {
  const read = (
    words: Words,
    { context, namespace }: KindContext,
    before?: TunnelSettings,
  ): TunnelDraft => {
    const place = { namespace, names: context.names };
    if (kind === 'vti') return readVtiWords(words, place);
    return kind === 'ipip' || kind === 'sit'
      ? readIpTunnelWords(kind, words, place, before)
      : readGreWords(kind, words, place);
  };
  return {
    kind,
    usage,
    asksFirst: true,
    read: (words, kindContext) => {
      const draft = read(words, kindContext);
      const { context, request } = kindContext;
      const birthNamespace = request.netns ?? context.namespace;
      const settings = draftedSettings(
        { ...(kind === 'vti' ? PLAIN_VTI : PLAIN_TUNNEL), birthNamespace },
        draft,
      );
      checkEnds(kind, settings);
      return {
        settle: ({ machine }) => {
          checkFragments(PLAIN_TUNNEL, settings);
          return fieldsOf(makeTunnel(machine, kind, settings, draft.dev ?? 0));
        },
        mtu: (asked) => Math.min(Math.max(asked, LEAST_MTU), largestMtu(kind, settings)),
      };
    },
    change: (words, kindContext, link) => {
      const { settings: before } = link;
      const draft = read(words, kindContext, before.kind === 'tunnel' ? before : undefined);
      const { machine, namespace } = kindContext.context;
      const place = { namespace, index: link.index };
      return {
        settle: () => {
          if (isOtherSort(kind, link, draft)) refuseByErrno('EINVAL');
          if (before.kind === 'tunnel') checkFragments(before, { ...before, ...draft });
          // What it carries stays. Source: `ip_tunnel_update`.
          const { carries: _fixed, ...changes } = draft;
          return fieldsOf(changeTunnel(machine, kind, place, changes));
        },
      };
    },
    details: tunnelDetails,
  };
}

/** These kinds refuse first of all to be a link to one of many, or to many, that weren't. Source: `ipip_changelink`, `ipip6_changelink`. */
function isOtherSort(kind: MadeKind, link: Link, { remote }: TunnelDraft): boolean {
  if (kind !== 'ipip' && kind !== 'sit') return false;
  return remote !== undefined && isUnspecified(remote) === link.pointToPoint;
}

function fieldsOf(made: Partial<Link> | ErrnoName): Partial<Link> {
  return typeof made === 'string' ? refuseByErrno(made) : made;
}

/** One that ignores the word of packets not to be cut leaves the path's MTU alone; it has to do so before it is asked to mind it. Source: `ipgre_netlink_parms`. */
function checkFragments(before: TunnelSettings, after: TunnelSettings): void {
  if (after.pmtudisc && (before.ignoreDf || after.ignoreDf)) refuseByErrno('EINVAL');
}

/** Source: `IPV4_MIN_MTU`. */
const LEAST_MTU = 68;

/** GRE takes a group as its far end, which makes it a link of many. */
function checkEnds(kind: MadeKind, { local, remote }: TunnelSettings): void {
  if (kind === 'ipip' || kind === 'sit' || kind === 'vti' || !isMulticast(remote)) return;
  if (isUnspecified(local)) {
    throw new Refusal(1, 'A broadcast tunnel requires a source address.\n', false);
  }
  refuseNotSimulated(`ip link type ${kind} remote GROUP`);
}
