import type { ErrnoName } from '../../../errno.js';
import type { Machine } from '../../../machine/machine.js';
import { findTunnel, isFallback } from '../../../machine/tunnel-devices.js';
import {
  isTunnelKind,
  type TunnelKind,
  type TunnelSettings,
} from '../../../namespace/link-kind/tunnel.js';
import { PROTOCOL } from '../../../packet/protocol.js';
import type { CommandResult } from '../../command.js';
import { succeed } from '../../result.js';
import type { IpContext } from '../ip-context.js';
import { refuseAdd } from './add-tunnel.js';
import { PLAIN_OF_MODE, settings4, takenSettings } from './asked-settings.js';
import { changeThrough, withFields } from './change-through.js';
import { BASE_DEVICES, openTunnel, type FoundTunnel } from './find-tunnel.js';
import { resettle } from './settle-tunnel.js';
import { draftedSettings } from './tunnel-draft.js';
import {
  checkTtl,
  parseTunnelRequest,
  refuseMode,
  refuseRequest,
  type KnownTunnel,
  type TunnelMode,
} from './tunnel-request.js';

/** The modes that the driver of a kind takes. Source: `ipip_tunnel_ctl`, `ipgre_tunnel_ctl`, `ipip6_tunnel_ctl`, `vti_tunnel_ctl` */
const TAKES: Readonly<Partial<Record<TunnelKind, readonly TunnelMode[]>>> = {
  ipip: ['ipip', 'vti'],
  gre: ['gre'],
  sit: ['ipip', 'vti', 'sit'],
  vti: ['ipip', 'vti'],
};

/** `ip tunnel change`: of the tunnel that is named, or of the one between those ends. Source: `do_add` of iproute2; `ip_tunnel_ctl`. */
export function alterTunnel(context: IpContext): CommandResult {
  const known: { tunnel?: FoundTunnel } = {};
  const request = parseTunnelRequest(context, (name) => {
    known.tunnel = openTunnel(context, name, (why) =>
      refuseRequest(`get tunnel "${name}" failed: ${why}`),
    );
    return knownTunnel(known.tunnel);
  });
  const { draft } = request;
  const before = known.tunnel === undefined ? undefined : settings4(known.tunnel);
  const { ttl, pmtudisc } = { ...before, ...draft };
  checkTtl(ttl, pmtudisc);
  const mode = request.mode ?? refuseMode();
  // The tool asks for the change by the name that the kernel's answer has.
  const name = before?.firstName ?? request.name ?? BASE_DEVICES[mode];
  const asking = { ...context, machine: known.tunnel?.machine ?? context.machine };
  const found = openTunnel(asking, name, (why) =>
    refuseRequest(`add tunnel "${name}" failed: ${why}`, asking.machine),
  );
  const settings = settings4(found);
  if (TAKES[settings.type]?.includes(mode) !== true)
    return refuseAdd(name, 'EINVAL', found.machine);
  // Without a word a setting stays as it is where the name is the first word; otherwise it is as for a new one.
  const dev = draft.dev ?? known.tunnel?.link.lower?.index ?? 0;
  const asked = draftedSettings(before ?? PLAIN_OF_MODE[mode], draft);
  const changed = changeFound(found, takenSettings(settings, asked), dev);
  return typeof changed === 'string' ? refuseAdd(name, changed, found.machine) : succeed(changed);
}

/** What the tool knows of a tunnel that it has asked the kernel for: one that carries packets of every kind has no mode. */
function knownTunnel(found: FoundTunnel): KnownTunnel {
  const { type, carries, inputKey, outputKey } = settings4(found);
  const hasKeys = inputKey !== undefined || outputKey !== undefined;
  if (type === 'gre') return { mode: 'gre', hasKeys };
  if (type === 'vti') return { mode: isFallback(found.link) ? 'ipip' : 'vti', hasKeys };
  if (carries === PROTOCOL.ipip) return { mode: 'ipip', hasKeys };
  return { mode: carries === PROTOCOL.ipv6 ? 'sit' : undefined, hasKeys };
}

/** The machine with a tunnel changed, or the kernel's error. Source: `ip_tunnel_ctl`, `ipip6_tunnel_change` */
function changeFound(
  { machine, place, link }: FoundTunnel,
  asked: TunnelSettings,
  dev: number,
): Machine | ErrnoName {
  const { kind } = link;
  if (!isTunnelKind(kind)) return 'EOPNOTSUPP';
  if (!isFallback(link)) {
    const fields = resettle(machine, kind, place, asked, dev);
    return typeof fields === 'string' ? fields : withFields(machine, place, fields);
  }
  const found = findTunnel(machine, kind, asked, dev);
  if (found === undefined) return 'ENOENT';
  return kind === 'sit' ? machine : changeThrough(machine, kind, place, found, asked);
}
