import { errno, type ErrnoName } from '../../../errno.js';
import { addDevice } from '../../../machine/add-device.js';
import { change } from '../../../machine/link-at.js';
import { namespaceOf, type Machine } from '../../../machine/machine.js';
import { removeDevice } from '../../../machine/remove-device.js';
import { resolveName } from '../../../machine/rename-device.js';
import { isFallback, loadTunnelModule } from '../../../machine/tunnel-devices.js';
import { changeSettings } from '../../../namespace/link-events.js';
import { PLAIN_TUNNEL } from '../../../namespace/link-kind/tunnel.js';
import type { Link } from '../../../namespace/link.js';
import { linkByName } from '../../../namespace/namespace.js';
import { PROTOCOL } from '../../../packet/protocol.js';
import type { CommandResult } from '../../command.js';
import { succeed } from '../../result.js';
import { refuseNotSimulated } from '../arguments.js';
import type { IpContext } from '../ip-context.js';
import { changeTunnel, makeTunnel } from './settle-tunnel.js';
import { draftedSettings, type TunnelDraft } from './tunnel-draft.js';
import {
  BASE_DEVICES,
  parseTunnelRequest,
  refuseRequest,
  type TunnelMode,
} from './tunnel-request.js';

/** What a tunnel of a mode carries. */
const CARRIES: Readonly<Record<TunnelMode, number>> = {
  ipip: PROTOCOL.ipip,
  gre: 0,
  sit: PROTOCOL.ipv6,
};

/** `ip tunnel add`. Source: `do_add` of iproute2; `ip_tunnel_ctl`. */
export function addTunnel(context: IpContext): CommandResult {
  const request = parseTunnelRequest(context);
  checkTtl(request.draft);
  const mode = request.mode ?? refuseMode();
  const base = BASE_DEVICES[mode];
  const loaded = loadTunnelModule(context.machine, mode);
  if (loaded.kind === 'refused') return refuseAdd(base, 'ENODEV');
  const { machine } = loaded;
  const { namespace } = context;
  const name = resolveName(namespaceOf(machine, namespace), request.name ?? `${mode}%d`);
  if (name === undefined) return refuseAdd(base, 'EINVAL');
  const fresh = {
    ...PLAIN_TUNNEL,
    byIoctl: true,
    birthNamespace: namespace,
    carries: CARRIES[mode],
  };
  const settings = draftedSettings(fresh, request.draft);
  const fields = makeTunnel(machine, mode, settings, request.draft.dev ?? 0);
  if (typeof fields === 'string') return refuseAdd(base, fields);
  const edit = addDevice(machine, { kind: mode, namespace, name, settings: fields });
  return edit.kind === 'refused' ? refuseAdd(base, edit.error) : succeed(edit.machine);
}

/** `ip tunnel change`. Source: `do_add` of iproute2; `ip_tunnel_ctl`. */
export function alterTunnel(context: IpContext): CommandResult {
  const found: { link?: Link } = {};
  const request = parseTunnelRequest(context, (name) => {
    const link = readTunnel(context, name, (why) =>
      refuseRequest(`get tunnel "${name}" failed: ${why}`),
    );
    found.link = link;
    return knownMode(link);
  });
  const { link } = found;
  if (link === undefined)
    return request.mode === undefined
      ? refuseMode()
      : refuseNotSimulated('ip tunnel change without a name');
  const { settings } = link;
  const { draft, mode } = request;
  checkTtl(settings.kind === 'tunnel' ? { ...pick(settings), ...draft } : draft);
  if (mode === undefined) return refuseMode();
  if (mode !== link.kind) return refuseAdd(link.name, 'EINVAL');
  const fields = changeTunnel(context.machine, mode, link, draft);
  if (typeof fields === 'string') return refuseAdd(link.name, fields);
  const place = { namespace: context.namespace, index: link.index };
  return succeed(
    change(context.machine, place, (namespace, index) => changeSettings(namespace, index, fields)),
  );
}

/** `ip tunnel del`. Source: `do_del` of iproute2. */
export function deleteTunnel(context: IpContext): CommandResult {
  const { name, mode } = parseTunnelRequest(context);
  if (name === undefined && mode !== undefined) refuseNotSimulated('ip tunnel del without a name');
  const refuse = (why: string): never =>
    refuseRequest(`delete tunnel "${name ?? ''}" failed: ${why}`);
  const link = readTunnel(context, name ?? '', refuse);
  if (isFallback(link)) return refuse(errno('EPERM').words);
  return succeed(
    removeDevice(context.machine, { namespace: context.namespace, index: link.index }),
  );
}

/** The tunnel of a name. */
export function readTunnel(
  { machine, namespace }: { readonly machine: Machine; readonly namespace: string },
  name: string,
  refuse: (why: string) => never,
): Link {
  const link = linkByName(namespaceOf(machine, namespace), name);
  if (link === undefined) return refuse(errno('ENODEV').words);
  return isListedTunnel(link) ? link : refuse(errno('EOPNOTSUPP').words);
}

/** Whether `ip tunnel` knows a device. */
export function isListedTunnel({ kind }: Link): boolean {
  return kind === 'ipip' || kind === 'gre' || kind === 'sit' || kind === 'vti';
}

/** The mode that the tool takes a tunnel to be of: by what it carries; one that carries anything is of none. */
function knownMode({ kind, settings }: Link): TunnelMode | undefined {
  if (kind === 'gre') return 'gre';
  const carries = settings.kind === 'tunnel' ? settings.carries : 0;
  if (carries === PROTOCOL.ipip) return 'ipip';
  return carries === PROTOCOL.ipv6 ? 'sit' : undefined;
}

function pick({
  ttl,
  pmtudisc,
}: {
  readonly ttl: number;
  readonly pmtudisc: boolean;
}): TunnelDraft {
  return { ttl, pmtudisc };
}

function checkTtl({ ttl, pmtudisc }: TunnelDraft): void {
  if (ttl !== undefined && ttl !== 0 && pmtudisc === false) {
    refuseRequest('ttl != 0 and nopmtudisc are incompatible');
  }
}

function refuseMode(): never {
  return refuseRequest('cannot determine tunnel mode (ipip, gre, vti or sit)');
}

function refuseAdd(name: string, error: ErrnoName): never {
  return refuseRequest(`add tunnel "${name}" failed: ${errno(error).words}`);
}
