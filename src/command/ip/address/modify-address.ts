import {
  addressFromWords,
  isUnspecified,
  sameAddress,
  type Address,
} from '../../../address/address.js';
import { makePrefix, maskWords, prefixContains } from '../../../address/prefix.js';
import { followersOf } from '../../../machine/followers.js';
import { namespaceOf, withNamespace } from '../../../machine/machine.js';
import { SCOPE } from '../../../fib/route.js';
import { addAddress, deleteAddress } from '../../../namespace/address/addresses.js';
import {
  addressesOf,
  makeInterfaceAddress,
  type InterfaceAddress,
} from '../../../namespace/address/interface-address.js';
import { hasIpv6, type Link } from '../../../namespace/link.js';
import type { Namespace } from '../../../namespace/namespace.js';
import { replaceAddress } from '../../../namespace/address/replace-address.js';
import type { CommandResult } from '../../command.js';
import { Refusal } from '../../refusal.js';
import { succeed } from '../../result.js';
import type { InetPrefix } from '../address-arguments.js';
import { refuseByErrno, refuseByKernel, refuseNotSimulated } from '../arguments.js';
import { parseDevice } from '../device-arguments.js';
import type { IpContext } from '../ip-context.js';
import { refuseAsKernel } from '../kernel-answer.js';
import { FOREVER, type AddressRequest } from './address-request.js';
import { parseAddressRequest } from './parse-address-request.js';

/** `ip address add`, and `change` and `replace`, which give an address to a device that hasn't got it. */
export function giveAddress(context: IpContext, replace: boolean): CommandResult {
  const request = parseAddressRequest(context);
  const dev = needDevice(request);
  const broadcast = broadcastOf(request);
  const namespace = namespaceOf(context.machine, context.namespace);
  const link = parseDevice(namespace, dev);
  checkLifetimes(request);
  const address = describe(request, link, broadcast);
  if (address === undefined) return finish(context, namespace);
  if (isOfOtherIpvlan(context, link, address.local)) {
    refuseByKernel('Address already assigned to an ipvlan device');
  }
  const edit = (replace ? replaceAddress : addAddress)(namespace, link.index, address);
  return edit.kind === 'refused' ? refuseAsKernel(edit) : finish(context, edit.namespace);
}

/** IPvlan devices on one device share its packets out by address. Source: `ipvlan_addr4_validator_event`. */
function isOfOtherIpvlan(
  { machine }: IpContext,
  { kind, lower, index }: Link,
  own: Address,
): boolean {
  if (kind !== 'ipvlan' || lower === undefined) return false;
  return followersOf(machine, lower).some(
    ({ link }) =>
      link.kind === 'ipvlan' &&
      link.index !== index &&
      link.addresses.some(({ local }) => sameAddress(local, own)),
  );
}

/** `ip address delete`. */
export function takeAddress(context: IpContext): CommandResult {
  const request = parseAddressRequest(context);
  const dev = needDevice(request);
  const { family, local, peer } = request;
  const wildcard = local?.family === 4 && peer === undefined && !local.lengthGiven;
  if (wildcard) context.warn(wildcardWarning(request));
  const namespace = namespaceOf(context.machine, context.namespace);
  const link = parseDevice(namespace, dev);
  checkLifetimes(request);
  if (family === undefined) refuseByErrno('EOPNOTSUPP');
  const address =
    family === 4 ? findAddress4(link, request, wildcard) : findAddress6(link, request);
  if (address === undefined) return refuseNotFound(family, link);
  return finish(context, deleteAddress(namespace, link.index, address));
}

function finish(context: IpContext, namespace: Namespace): CommandResult {
  return succeed(withNamespace(context.machine, context.namespace, namespace));
}

function needDevice({ dev }: AddressRequest): string {
  if (dev !== undefined) return dev;
  throw new Refusal(1, 'Not enough information: "dev" argument is required.\n', false);
}

function wildcardWarning({ localWord }: AddressRequest): string {
  return (
    'Warning: Executing wildcard deletion to stay compatible with old scripts.\n' +
    `         Explicitly specify the prefix length (${localWord}/32) to avoid this warning.\n` +
    '         This special behaviour is likely to disappear in further releases,\n' +
    '         fix your scripts!\n'
  );
}

function refuseNotFound(family: 4 | 6, link: Link): never {
  const missing = hasIpv6(link)
    ? 'ipv6: address not found'
    : 'ipv6: IPv6 is disabled on this device';
  const text = family === 4 ? 'ipv4: Address not found' : missing;
  throw new Refusal(2, `Error: ${text}.\n`, false);
}

/** Source: `ipaddr_modify` of iproute2. Time doesn't pass here, so that a lifetime can't end. */
function checkLifetimes({ validLifetime, preferredLifetime }: AddressRequest): void {
  if (validLifetime === undefined && preferredLifetime === undefined) return;
  const valid = validLifetime ?? FOREVER;
  const preferred = preferredLifetime ?? FOREVER;
  if (valid === 0) throw new Refusal(1, 'valid_lft is zero\n', false);
  if (valid < preferred) {
    throw new Refusal(1, 'preferred_lft is greater than valid_lft\n', false);
  }
  if (valid !== FOREVER) refuseNotSimulated('valid_lft SECONDS');
  if (preferred !== FOREVER && preferred !== 0) refuseNotSimulated('preferred_lft SECONDS');
}

/** The broadcast address that is asked for. @throws Refusal when `+` or `-` stands beside an IPv6 address. */
function broadcastOf(request: AddressRequest): Address | undefined {
  const { broadcast, family, peer, local } = request;
  if (broadcast !== '+' && broadcast !== '-') return broadcast;
  if (family !== 4) {
    throw new Refusal(1, 'Broadcast can be set only for IPv4 addresses\n', false);
  }
  const { address, length } = peer ?? local ?? { address: undefined, length: 0 };
  if (address === undefined || length > 30) return undefined;
  const [word = 0] = address.words;
  const [mask = 0] = maskWords(4, length);
  return addressFromWords(4, [(broadcast === '+' ? word | ~mask : word & mask) >>> 0]);
}

/** The address that is asked for; undefined for 0.0.0.0, which the kernel takes and drops. */
function describe(
  request: AddressRequest,
  link: Link,
  broadcast: Address | undefined,
): InterfaceAddress | undefined {
  const { family, label, peer } = request;
  const local = request.local?.address;
  if (family === undefined) refuseByErrno('EOPNOTSUPP');
  if (label !== undefined && family === 4 && label.length > 15) {
    refuseByKernel('Attribute failed policy validation');
  }
  const own = local ?? (family === 6 ? peer?.address : undefined);
  if (own === undefined) {
    return family === 4
      ? refuseByKernel('ipv4: Local address is not supplied')
      : refuseByErrno('EINVAL');
  }
  if (family === 4 && isUnspecified(own)) return undefined;
  const flags = new Set(request.flags);
  if (request.preferredLifetime === 0) flags.add('deprecated');
  const length = lengthOf(request);
  if (flags.has('mngtmpaddr') && length !== 64) {
    refuseByKernel('ipv6: address with "mngtmpaddr" flag must have a prefix length of 64');
  }
  const first = own.words[0] ?? 0;
  return makeInterfaceAddress({
    local: own,
    peer: peer?.address ?? own,
    length,
    broadcast: family === 4 ? broadcast : undefined,
    scope: request.scope ?? (family === 4 && first >>> 24 === 127 ? SCOPE.host : SCOPE.global),
    metric: request.metric,
    label: family === 4 ? (label ?? link.name) : '',
    flags,
    protocol: request.protocol,
  });
}

function lengthOf({ peer, local }: AddressRequest): number {
  return peer?.length || (local?.length ?? 0);
}

/** The first address of the device that agrees with all that is named. Source: `inet_rtm_deladdr`. */
function findAddress4(
  link: Link,
  request: AddressRequest,
  wildcard: boolean,
): InterfaceAddress | undefined {
  const { local, label } = request;
  const named: InetPrefix | undefined = request.peer ?? (wildcard ? undefined : local);
  return addressesOf(link, 4).find(
    (address) =>
      (local?.address === undefined || sameAddress(local.address, address.local)) &&
      (label === undefined || label === address.label) &&
      (named?.address === undefined ||
        (lengthOf(request) === address.length &&
          prefixContains(makePrefix(address.peer, address.length), named.address))),
  );
}

/** Source: `inet6_rtm_deladdr`. */
function findAddress6(link: Link, request: AddressRequest): InterfaceAddress | undefined {
  const wanted = request.local?.address ?? request.peer?.address ?? refuseByErrno('EINVAL');
  return addressesOf(link, 6).find(
    ({ local, length }) => length === lengthOf(request) && sameAddress(local, wanted),
  );
}
