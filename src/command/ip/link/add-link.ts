import { addDevice, addVeth, withNumbersOf, type NewDevice } from '../../../machine/add-device.js';
import { change } from '../../../machine/link-at.js';
import { namespaceOf, type Machine } from '../../../machine/machine.js';
import type { MachineEdit } from '../../../machine/machine-edit.js';
import { shareIpvlanMode } from '../../../machine/ipvlan-port.js';
import { loadTunnelModule } from '../../../machine/tunnel-devices.js';
import { resolveName } from '../../../machine/rename-device.js';
import { settleBridge } from '../../../namespace/bridge.js';
import { settleEntries } from '../../../namespace/bridge-entries.js';
import { traitsOf } from '../../../namespace/link-kind/link-kinds.js';
import { isPassthru } from '../../../namespace/link-kind/macvlan.js';
import { makeLink, type LinkKind } from '../../../namespace/link.js';
import { linkByIndex, linkByName } from '../../../namespace/namespace.js';
import type { CommandResult } from '../../command.js';
import { Refusal } from '../../refusal.js';
import { succeed } from '../../result.js';
import { refuseByErrno, refuseByKernel, refuseNotSimulated, Words } from '../arguments.js';
import { deviceIndex, refuseNoDevice } from '../device-arguments.js';
import type { IpContext } from '../ip-context.js';
import { refuseAsKernel } from '../kernel-answer.js';
import { leaving } from '../module-asked-for.js';
import { printLladdr } from '../lladdr-argument.js';
import { checkLladdr, checkMtu, isVethMtu, settingsOf } from './check-settings.js';
import type { KindPlan } from './kind/kind-words.js';
import { isUnsimulatedKind, portWordsOf, refuseMadeOtherwise, wordsOf } from './kind/kinds.js';
import { refuseRest } from './kind/refuse-rest.js';
import type { LinkRequest } from './link-request.js';
import { parseLinkRequest, parsePeer, requestContext } from './parse-link-request.js';
import { setMaster } from './set-master.js';
import { takeUp } from './take-up.js';
import { VETH_USAGE } from './usage.js';

/** `ip link add`. Source: `iplink_modify` of iproute2; `rtnl_newlink`. */
export function addLink(context: IpContext): CommandResult {
  const { machine } = context;
  const request = parseLinkRequest(new Words(context.argv), requestContext(context, true));
  if (request.lower !== undefined) {
    const here = namespaceOf(machine, context.namespace);
    if (deviceIndex(here, request.lower) === undefined) refuseNoDevice(request.lower);
  }
  const { type } = request;
  if (type === undefined) {
    throw new Refusal(1, 'Not enough information: "type" argument is required\n', false);
  }
  if (type.kind === 'veth' && type.rest.length > 0 && type.rest[0] !== 'peer') {
    return { ...succeed(machine, VETH_USAGE), exit: 1 };
  }
  if (isUnsimulatedKind(type.kind)) refuseNotSimulated(`ip link type ${type.kind}`);
  const peer = type.kind === 'veth' ? parsePeer(context, type.rest.slice(1), true) : undefined;
  const plan = peer === undefined ? readPlan(context, request, type) : undefined;
  plan?.check?.();
  const kind = findKind(context, request, type.kind);
  const loaded = { ...context, machine: loadModule(machine, kind) };
  const edit =
    kind === 'veth'
      ? addVeth(machine, describe(loaded, request, kind), describe(loaded, peer, kind))
      : addDevice(
          loaded.machine,
          settle(loaded, request, { ...describe(loaded, request, kind), kind }, plan),
        );
  if (edit.kind === 'refused') return refuseAsKernel(edit);
  if (peer?.up === true) {
    const alone = addDevice(loaded.machine, { ...describe(loaded, peer, kind), kind });
    refuseUnconnected(loaded.machine, alone);
  }
  const { after } = plan ?? {};
  const place = { namespace: request.netns ?? context.namespace, index: 0 };
  const settled = after === undefined ? edit.machine : change(edit.machine, place, after);
  const added = leaving(withNumbersOf(loaded.machine, settled), () =>
    succeed(finish(loaded.machine, { ...edit, machine: settled }, context, request)),
  );
  return plan?.warning === undefined ? added : { ...added, stderr: plan.warning };
}

/** The first end of a veth comes up before it knows its other end, which is not even made then. Source: `veth_newlink` */
function refuseUnconnected(machine: Machine, alone: MachineEdit): never {
  const left = alone.kind === 'edited' ? withNumbersOf(machine, alone.machine) : machine;
  return leaving(left, () => refuseByErrno('ENOTCONN'));
}

/** Reads the words after the kind. @throws Refusal in the tool's words */
function readPlan(
  context: IpContext,
  request: LinkRequest,
  type: NonNullable<LinkRequest['type']>,
): KindPlan | undefined {
  const words = new Words(type.rest);
  const namespace = namespaceOf(context.machine, context.namespace);
  portWordsOf(type.kind)?.read(words, namespace);
  const plan = wordsOf(type.kind)?.read?.(words, { context, namespace, request });
  refuseRest(words);
  return plan;
}

/** The device with what it has of its kind, on the device that it lies on. */
function settle(
  context: IpContext,
  request: LinkRequest,
  device: NewDevice,
  plan: KindPlan | undefined,
): NewDevice {
  const here = namespaceOf(context.machine, context.namespace);
  const index = request.lower === undefined ? undefined : deviceIndex(here, request.lower);
  const own = plan?.settle({
    namespace: namespaceOf(context.machine, device.namespace),
    machine: context.machine,
    here: context.namespace,
    lower: index === undefined ? undefined : linkByIndex(here, index),
    request,
  });
  const { lladdr: taken, ...rest } = own ?? {};
  const { mtuBytes } = request;
  const mtu = mtuBytes === undefined ? undefined : plan?.mtu?.(mtuBytes);
  const { settings } = rest;
  // One that passes all through has that of the device below, and so has an IPvlan device, whatever it is given.
  const isBound =
    settings !== undefined && (settings.kind === 'ipvlan' || isPassthru({ settings }));
  const lladdr = isBound ? taken : (device.lladdr ?? taken);
  return {
    ...device,
    lladdr,
    settings: {
      ...rest,
      ...(lladdr === undefined ? {} : { lladdr }),
      ...device.settings,
      ...(mtu === undefined ? {} : { mtuBytes: mtu }),
    },
  };
}

/** The module of the kind, with the devices that it brings along. */
function loadModule(machine: Machine, kind: LinkKind): Machine {
  const edit = loadTunnelModule(machine, kind);
  return edit.kind === 'refused' ? refuseAsKernel(edit) : edit.machine;
}

function findKind(context: IpContext, request: LinkRequest, kind: string): LinkKind {
  const target = namespaceOf(context.machine, request.netns ?? context.namespace);
  if (request.dev !== undefined && linkByName(target, request.dev) !== undefined) {
    refuseByErrno('EEXIST');
  }
  refuseMadeOtherwise(kind);
  return wordsOf(kind)?.kind ?? refuseByKernel('Unknown device type');
}

/** The device that a request asks for; without a request, one of which nothing is said. */
function describe(
  context: IpContext,
  request: LinkRequest | undefined,
  kind: LinkKind,
): Omit<NewDevice, 'kind'> {
  const namespace = request?.netns ?? context.namespace;
  if (request === undefined) return { namespace };
  const { dev, mtuBytes, lladdr, broadcast, index } = request;
  if (request.makesLinkLocal !== undefined) refuseByErrno('EAFNOSUPPORT');
  if (dev !== undefined && dev.length > 15) refuseByKernel('Attribute failed policy validation');
  const name =
    dev === undefined
      ? undefined
      : (resolveName(namespaceOf(context.machine, namespace), dev) ?? refuseByErrno('EINVAL'));
  const hasLladdr = makeLink(kind, 0, '').broadcastLladdr.includes(':');
  if (lladdr !== undefined && hasLladdr) checkLladdr(lladdr);
  if (broadcast !== undefined && hasLladdr && broadcast.length !== 6) refuseByErrno('EINVAL');
  if (mtuBytes !== undefined && kind === 'veth' && !isVethMtu(mtuBytes)) refuseByErrno('EINVAL');
  if (mtuBytes !== undefined) checkMtu(traitsOf(kind).mtu, mtuBytes);
  return {
    namespace,
    name,
    index,
    lladdr: lladdr === undefined || !hasLladdr ? undefined : printLladdr(lladdr),
    settings: { ...settingsOf(request), ownLladdr: lladdr !== undefined },
  };
}

/** Takes the new device up, and makes it a port. Source: `rtnl_newlink_create`. */
function finish(
  before: Machine,
  edit: Extract<MachineEdit, { kind: 'edited' }>,
  context: IpContext,
  request: LinkRequest,
): Machine {
  const namespace = request.netns ?? context.namespace;
  const known = new Set(namespaceOf(before, namespace).links.map((link) => link.index));
  const added = namespaceOf(edit.machine, namespace).links.filter(({ index }) => !known.has(index));
  const link = added.find(({ name }) => name === request.dev) ?? added.last();
  if (link === undefined) return edit.machine;
  const place = { namespace, index: link.index };
  const settleIt = link.ownLladdr ? settleBridge : settleEntries;
  const settled = link.kind === 'bridge' ? change(edit.machine, place, settleIt) : edit.machine;
  const shared = shareIpvlanMode(settled, place);
  const raised = request.up === true ? takeUp(shared, place) : shared;
  return setMaster(raised, place, request.master);
}
