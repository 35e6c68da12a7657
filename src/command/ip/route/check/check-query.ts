import { isUnspecified, unspecifiedAddress, type Address } from '../../../../address/address.js';
import { addressBits, type Family } from '../../../../address/family.js';
import { linkByIndex, type Namespace } from '../../../../namespace/namespace.js';
import { PROTOCOL } from '../../../../packet/protocol.js';
import type { InetPrefix } from '../../address-arguments.js';
import { refuseByErrno, refuseByKernel, refuseNotSimulated } from '../../arguments.js';
import { deviceIndex, refuseNoDevice } from '../../device-arguments.js';
import type { RouteQuery } from '../read/parse-query.js';
import type { AskedFlow } from '../query-message-v4.js';

/** Protocols that a query may name. Source: `rtm_getroute_parse_ip_proto`. */
const PROTOCOLS: Readonly<Record<Family, ReadonlySet<number>>> = {
  4: new Set([PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.icmp]),
  6: new Set([PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.icmpv6]),
};

/** What each family says of a request that it can't read. */
const TEXTS: Readonly<Record<Family, { readonly header: string; readonly attribute: string }>> = {
  4: {
    header: 'ipv4: Invalid values in header for route get request',
    attribute: 'ipv4: Unsupported attribute in route get request',
  },
  6: {
    header: 'ipv6: Invalid values in header for get route request',
    attribute: 'ipv6: Unsupported attribute in get route request',
  },
};

/** The flow that a query asks for. @throws Refusal in the words of the tool, then in those of the kernel. Source: `inet_rtm_getroute`. */
export function checkQuery(namespace: Namespace, query: RouteQuery): AskedFlow {
  const { family = 4 } = query;
  // Where none is named IPv4 asks for UDP, IPv6 for no protocol.
  const protocol = query.protocol ?? (family === 4 ? PROTOCOL.udp : 0);
  const iif = device(namespace, query.iif);
  const oif = device(namespace, query.oif);
  if (query.flowlabel) refuseFlowlabel(family);
  if (query.from !== undefined) checkSource(query.from, family);
  if (query.newDestination) refuseByKernel(TEXTS[family].attribute);
  if (query.protocol !== undefined && !PROTOCOLS[family].has(query.protocol)) {
    refuseByKernel('Unsupported ip proto');
  }
  if (!exists(namespace, iif) || (family === 4 && !exists(namespace, oif))) {
    refuseByErrno('ENODEV');
  }
  return {
    src: given(query.from?.address),
    dst: query.dst?.address ?? unspecifiedAddress(family),
    iif,
    oif,
    mark: query.mark,
    tos: query.tos,
    protocol,
    sport: query.sport,
    dport: query.dport,
    uid: query.uid,
  };
}

function refuseFlowlabel(family: Family): never {
  return family === 4
    ? refuseByKernel('Unsupported attribute')
    : refuseNotSimulated('ip -6 route get flowlabel');
}

function checkSource({ kind, address, length }: InetPrefix, family: Family): void {
  const bits = addressBits(family);
  if (length !== 0 && length !== bits) refuseByKernel(TEXTS[family].header);
  if (kind !== 'any' && address !== undefined && length === 0) {
    refuseByKernel(`ipv${family}: rtm_src_len and rtm_dst_len must be ${bits} for IPv${family}`);
  }
}

function given(address: Address | undefined): Address | undefined {
  return address === undefined || isUnspecified(address) ? undefined : address;
}

function device(namespace: Namespace, name: string | undefined): number | undefined {
  return name === undefined ? undefined : (deviceIndex(namespace, name) ?? refuseNoDevice(name));
}

function exists(namespace: Namespace, index: number | undefined): boolean {
  return index === undefined || linkByIndex(namespace, index) !== undefined;
}
