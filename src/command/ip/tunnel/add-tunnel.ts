import { errno, type ErrnoName } from '../../../errno.js';
import { addDevice } from '../../../machine/add-device.js';
import { namespaceOf, type Machine } from '../../../machine/machine.js';
import { resolveName } from '../../../machine/rename-device.js';
import { loadTunnelModule } from '../../../machine/tunnel-devices.js';
import type { CommandResult } from '../../command.js';
import { succeed } from '../../result.js';
import type { IpContext } from '../ip-context.js';
import { PLAIN_OF_MODE } from './asked-settings.js';
import { BASE_DEVICES } from './find-tunnel.js';
import { largestMtu, makeTunnel } from './settle-tunnel.js';
import { draftedSettings } from './tunnel-draft.js';
import { checkTtl, parseTunnelRequest, refuseMode, refuseRequest } from './tunnel-request.js';

/** `ip tunnel add`. Source: `do_add` of iproute2; `ip_tunnel_ctl`. */
export function addTunnel(context: IpContext): CommandResult {
  const request = parseTunnelRequest(context);
  const { draft } = request;
  checkTtl(draft.ttl, draft.pmtudisc);
  const mode = request.mode ?? refuseMode();
  const loaded = loadTunnelModule(context.machine, mode);
  if (loaded.kind === 'refused') return refuseAdd(BASE_DEVICES[mode], 'ENODEV');
  const { machine } = loaded;
  const { namespace } = context;
  const name = resolveName(namespaceOf(machine, namespace), request.name ?? `${mode}%d`);
  if (name === undefined) return refuseAdd(BASE_DEVICES[mode], 'EINVAL', machine);
  const plain = { ...PLAIN_OF_MODE[mode], birthNamespace: namespace };
  const settings = draftedSettings(plain, draft);
  const fixedMaxMtu = mode === 'sit' ? undefined : largestMtu(mode, settings);
  const fields = makeTunnel(machine, mode, { ...settings, fixedMaxMtu }, draft.dev ?? 0);
  if (typeof fields === 'string') {
    return refuseAdd(BASE_DEVICES[mode], mode === 'sit' ? 'ENOBUFS' : fields, machine);
  }
  const edit = addDevice(machine, { kind: mode, namespace, name, settings: fields });
  return edit.kind === 'refused'
    ? refuseAdd(BASE_DEVICES[mode], mode === 'sit' ? 'ENOBUFS' : edit.error, edit.left ?? machine)
    : succeed(edit.machine);
}

/**
 * Refuses to add or change a tunnel, in the tool's words.
 *
 * @param machine - what the kernel leaves, where a module was loaded
 */
export function refuseAdd(name: string, error: ErrnoName, machine?: Machine): never {
  return refuseRequest(`add tunnel "${name}" failed: ${errno(error).words}`, machine);
}
