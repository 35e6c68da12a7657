import { isLinkLocal6, isMulticast } from '../../../address/address-class.js';
import { isUnspecified, sameAddress, type Address } from '../../../address/address.js';
import { readAddress } from '../../../address/address-text.js';
import type { Family } from '../../../address/family.js';
import { readLooseAddress } from '../../../address/loose-address.js';
import { errno } from '../../../errno.js';
import { queryRoute } from '../../../evaluate/query.js';
import { addressesOf } from '../../../namespace/address/interface-address.js';
import { namespaceOf } from '../../../machine/machine.js';
import type { Link } from '../../../namespace/link.js';
import { linkByName, type Namespace } from '../../../namespace/namespace.js';
import { PROTOCOL } from '../../../packet/protocol.js';
import type { Session } from '../../session.js';
import type { PingOptions } from './ping-options.js';

/** The port to which ping connects a socket to learn its source. */
const SOURCE_PROBE_PORT = 1025;
const BROADCAST_HINT =
  'Do you want to ping broadcast? Then -b. If not, check your local firewall rules';

/** Between which ends requests go. */
export interface PingEnds {
  readonly address: Address;
  /** The device that was written behind the address. */
  readonly zone: string | undefined;
  /** The address that was asked for with `-I`. */
  readonly source: Address | undefined;
  /** The device to which the socket is bound. */
  readonly link: Link | undefined;
  /** The source that ping shows; undefined when it knows none. */
  readonly shown: Address | undefined;
  /** The device that was asked for does not have the source that ping shows. */
  readonly isElsewhere: boolean;
}

/** Finds the ends of a call, or what ping complains about; undefined when that is not known. */
export function endsOf(
  session: Session,
  options: PingOptions,
): PingEnds | { readonly mistake: string } | undefined {
  const namespace = namespaceOf(session.machine, session.namespace);
  const target = targetOf(options.to);
  if (target === undefined) return undefined;
  const { address, zone } = target;
  const { family } = address;
  if (options.family !== undefined && options.family !== family) {
    return { mistake: `${options.to}: Address family for hostname not supported` };
  }
  if (isMulticast(address) || isUnspecified(address)) return undefined;
  const scope = zone === undefined ? undefined : linkByName(namespace, zone);
  if (zone !== undefined && scope === undefined) {
    return { mistake: `${options.to}: Name or service not known` };
  }
  const origin = originOf(namespace, options.from, family);
  if (origin === undefined) return undefined;
  if (typeof origin === 'string') return { mistake: origin };
  const vrf = session.vrf === undefined ? undefined : linkByName(namespace, session.vrf);
  const link = origin.link ?? scope ?? vrf;
  const isScoped = link !== undefined || !isLinkLocal6(address);
  if (!isScoped || (scope !== undefined && scope !== link)) return undefined;
  const shown = origin.source ?? sourceFor(namespace, options, address, link);
  if (typeof shown === 'string') return isOnNetwork(namespace) ? { mistake: shown } : undefined;
  const isElsewhere = origin.link !== undefined && !hasAddress(origin.link, shown);
  return { address, zone, source: origin.source, link, shown, isElsewhere };
}

/** Reports whether anything is up but lo: otherwise the host is not set up yet, and what would do that is not simulated. */
function isOnNetwork({ links }: Namespace): boolean {
  return links.some(({ up, kind }) => up && kind !== 'loopback');
}

/** An address as it was written; names are not looked up. */
function targetOf(
  text: string,
): { readonly address: Address; readonly zone: string | undefined } | undefined {
  const [host = '', zone] = text.split('%');
  const address =
    zone === undefined ? (readLooseAddress(host) ?? readAddress(host)) : readAddress(host);
  return address === undefined ? undefined : { address, zone };
}

/** Where the packets come from: what `-I` names, or what is wrong with it; undefined when ping would not do what it is asked. */
function originOf(
  namespace: Namespace,
  from: string | undefined,
  family: Family,
): { readonly source?: Address; readonly link?: Link } | string | undefined {
  if (from === undefined) return {};
  const source = readAddress(from);
  if (source !== undefined) return source.family === family ? { source } : undefined;
  const link = linkByName(namespace, from);
  if (link !== undefined) return { link };
  if (from === '') return undefined;
  return family === 4
    ? `SO_BINDTODEVICE ${from}: ${errno('ENODEV').words}`
    : `unknown iface: ${from}`;
}

/** The source that the route gives a UDP socket, undefined when it gives none yet; or, in ping's words, why there is no route. */
function sourceFor(
  namespace: Namespace,
  { mark, tos }: PingOptions,
  dst: Address,
  link: Link | undefined,
): Address | string | undefined {
  if (isLinkLocal6(dst)) return undefined;
  const route = queryRoute(namespace, {
    dst,
    oif: link?.index,
    strict: link !== undefined,
    mark,
    tos,
    protocol: PROTOCOL.udp,
    dport: SOURCE_PROBE_PORT,
  });
  const { error } = route;
  const isBroadcast = route.type === 'broadcast' || (error === 'EACCES' && dst.family === 4);
  if (isBroadcast) return BROADCAST_HINT;
  return error === undefined ? route.src : `connect: ${errno(error).words}`;
}

/** Whether a device has an address. */
function hasAddress(link: Link, address: Address | undefined): boolean {
  if (address === undefined) return false;
  return addressesOf(link, address.family).some(({ local }) => sameAddress(local, address));
}
