import { assertNever } from '../../../assert-never.js';
import { findTunnel } from '../../../machine/tunnel-devices.js';
import {
  PLAIN_TUNNEL,
  PLAIN_VTI,
  tunnelOf,
  type TunnelKind,
  type TunnelSettings,
} from '../../../namespace/link-kind/tunnel.js';
import type { LinkPlace } from '../../../namespace/link.js';
import { PROTOCOL } from '../../../packet/protocol.js';
import { refuseNotSimulated } from '../arguments.js';
import { isTunnel4, OTHER_FAMILY, type FoundTunnel } from './find-tunnel.js';
import { draftedSettings, type TunnelDraft } from './tunnel-draft.js';
import type { TunnelMode } from './tunnel-request.js';

/** A tunnel of each mode as the tool asks for it when no word says otherwise: with path MTU discovery. */
export const PLAIN_OF_MODE: Readonly<Record<TunnelMode, TunnelSettings>> = {
  ipip: { ...PLAIN_TUNNEL, carries: PROTOCOL.ipip },
  gre: PLAIN_TUNNEL,
  sit: { ...PLAIN_TUNNEL, carries: PROTOCOL.ipv6 },
  vti: { ...PLAIN_VTI, pmtudisc: true },
};

/** A tunnel over IPv4 with its kind. */
export type KindedSettings = TunnelSettings & { readonly type: TunnelKind };

/** The settings of a tunnel that `ip tunnel` can read. @throws Refusal for one over IPv6 */
export function settings4({ link }: Pick<FoundTunnel, 'link'>): KindedSettings {
  const settings = tunnelOf(link);
  if (settings !== undefined && isTunnel4(link)) return settings;
  return refuseNotSimulated(OTHER_FAMILY);
}

/** What the driver of a kind takes of what was asked for: the tunnel keeps its kind and what it carries; only GRE and vti have keys, and only sit a mark. */
export function takenSettings(
  { type, ...kept }: KindedSettings,
  { local, remote, ttl, tos, pmtudisc, ...asked }: TunnelSettings,
): TunnelSettings {
  const taken = { ...kept, local, remote, ttl, tos, pmtudisc };
  const { inputKey, outputKey, inputChecksum, outputChecksum, inputSequence, outputSequence } =
    asked;
  switch (type) {
    case 'sit':
      return taken;
    case 'ipip':
      return { ...taken, fwmark: 0 };
    case 'vti':
      return { ...taken, fwmark: 0, inputKey: inputKey ?? 0, outputKey: outputKey ?? 0 };
    case 'gre':
    case 'gretap':
    case 'erspan': {
      const flags = { inputChecksum, outputChecksum, inputSequence, outputSequence };
      return { ...taken, ...flags, fwmark: 0, inputKey, outputKey };
    }
    default:
      return assertNever(type);
  }
}

/** The tunnel between the ends that were asked for, by way of the device that stands for its kind; undefined when there is none. Source: `ip_tunnel_ctl` */
export function findAsked(
  base: FoundTunnel,
  mode: TunnelMode,
  draft: TunnelDraft,
): LinkPlace | undefined {
  const settings = settings4(base);
  const asked = takenSettings(settings, draftedSettings(PLAIN_OF_MODE[mode], draft));
  return findTunnel(base.machine, settings.type, asked, draft.dev ?? 0);
}
