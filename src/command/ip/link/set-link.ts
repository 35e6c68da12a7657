import { findLink, linkAt } from '../../../machine/link-at.js';
import { namespaceOf, type Machine } from '../../../machine/machine.js';
import { loadTunnelModule } from '../../../machine/tunnel-devices.js';
import type { Link, LinkPlace } from '../../../namespace/link.js';
import { linkByIndex, type Namespace } from '../../../namespace/namespace.js';
import type { CommandResult } from '../../command.js';
import { Refusal } from '../../refusal.js';
import { succeed } from '../../result.js';
import { refuseByErrno, refuseNotSimulated, Words } from '../arguments.js';
import { deviceIndex, refuseNoDevice } from '../device-arguments.js';
import type { IpContext } from '../ip-context.js';
import { leaving } from '../module-asked-for.js';
import { isUnsimulatedKind, refuseMadeOtherwise, wordsOf, wordsOfLink } from './kind/kinds.js';
import { changePort } from './change-port.js';
import { refuseRest } from './kind/refuse-rest.js';
import type { LinkRequest } from './link-request.js';
import { parseLinkRequest, parsePeer, requestContext } from './parse-link-request.js';
import { setDevice } from './set-device.js';
import { VETH_USAGE } from './usage.js';

/** `ip link set`: of one device, or of every device of a group. Source: `iplink_modify` of iproute2; `rtnl_setlink`. */
export function setLink(context: IpContext): CommandResult {
  const { machine } = context;
  const request = parseLinkRequest(new Words(context.argv), requestContext(context, false));
  if (request.dev === undefined) return succeed(setGroup(context, request));
  const place = findPlace(context, request.dev);
  checkLength(machine, place, request);
  const ported = changePort(context, place, request);
  const kindSettings = ported === undefined ? changeKind(context, place, request) : undefined;
  const loaded = ported ?? loadModule(machine, request);
  return leaving(loaded, () => succeed(setDevice(loaded, place, request, kindSettings)));
}

/** The machine with the module of a kind that a request names, be it not the kind of the device: it stays when the request is refused. Source: `rtnl_newlink`. */
function loadModule(machine: Machine, { type }: LinkRequest): Machine {
  const edit = type === undefined ? undefined : loadTunnelModule(machine, type.kind);
  return edit?.kind === 'edited' ? edit.machine : machine;
}

/** Where the device is that a word names. @throws Refusal `Cannot find device` when there is none. */
export function findPlace(context: IpContext, word: string): LinkPlace {
  const namespace = here(context);
  const index = deviceIndex(namespace, word) ?? refuseNoDevice(word);
  if (linkByIndex(namespace, index) === undefined) refuseByErrno('ENODEV');
  return { namespace: context.namespace, index };
}

/** What becomes of the settings of its kind. @throws Refusal. Source: `rtnl_changelink`. */
function changeKind(
  context: IpContext,
  place: LinkPlace,
  request: LinkRequest,
): Partial<Link> | undefined {
  const { type } = request;
  if (type === undefined) return undefined;
  if (isUnsimulatedKind(type.kind)) refuseNotSimulated(`ip link set type ${type.kind}`);
  if (type.kind === 'veth' && type.rest.length > 0) return refuseVethWords(context, type.rest);
  const link = linkAt(context.machine, place);
  const words = new Words(type.rest);
  const kindWords = wordsOf(type.kind);
  if (kindWords?.change === undefined) {
    if (kindWords?.read !== undefined && kindWords.wordless !== true)
      refuseNotSimulated(`ip link set type ${type.kind}`);
    refuseRest(words);
    refuseMadeOtherwise(type.kind);
    return undefined;
  }
  const namespace = namespaceOf(context.machine, place.namespace);
  const hasNone = wordsOfLink(link)?.details === undefined;
  if (kindWords.asksFirst === true && hasNone && type.rest.length > 0) {
    throw new Refusal(1, 'Failed to get existing tunnel info.\n', false);
  }
  const { check, settle } = kindWords.change(words, { context, namespace, request }, link);
  refuseRest(words);
  check?.();
  if (type.rest.length === 0) return undefined;
  return link.kind === type.kind ? settle() : refuseByErrno('EOPNOTSUPP');
}

/** The other end of a veth can't be changed by words, but the tool reads them as those of a device of its own. Source: `iplink_veth.c` of iproute2. */
function refuseVethWords(context: IpContext, [word, ...rest]: readonly string[]): never {
  if (word !== 'peer') throw new Refusal(1, VETH_USAGE, false);
  const peer = parsePeer(context, rest, false);
  if (peer.dev !== undefined) {
    const index = deviceIndex(here(context), peer.dev) ?? refuseNoDevice(peer.dev);
    const place = { namespace: context.namespace, index };
    if (findLink(context.machine, place) !== undefined) checkLength(context.machine, place, peer);
  }
  return refuseByErrno('EOPNOTSUPP');
}

function here({ machine, namespace }: IpContext): Namespace {
  return namespaceOf(machine, namespace);
}

function checkLength(machine: Machine, place: LinkPlace, { lladdr }: LinkRequest): void {
  const own = linkAt(machine, place).lladdr;
  const bytes = own.split(/[:.]/).length;
  if (lladdr === undefined || own === '' || lladdr.length === bytes) return;
  const why = `Invalid address length ${lladdr.length} - must be ${bytes} bytes\n`;
  throw new Refusal(1, why, false);
}

function setGroup(context: IpContext, request: LinkRequest): Machine {
  const { links } = here(context);
  return links
    .filter(({ group }) => group === request.group)
    .reduce(
      (machine, { index }) => setDevice(machine, { namespace: context.namespace, index }, request),
      loadModule(context.machine, request),
    );
}
