import { isUnspecified, sameAddress, type Address } from '../../address/address.js';
import type { Family } from '../../address/family.js';
import type { Destination } from '../../connection/socket.js';
import { addressesOf } from '../../namespace/address/interface-address.js';
import type { Listener } from '../../namespace/listener.js';
import type { Namespace } from '../../namespace/namespace.js';
import { connectionStateIndex } from '../../packet/connection-state.js';
import type { AddressField } from '../../packet/field.js';
import { addressIs } from '../../predicate/address-predicate.js';
import { all, ALWAYS, any, equals, NEVER, not, type Predicate } from '../../predicate/predicate.js';
import type { Lowering } from '../lowering.js';

/** Holds for an answer to a translated source: it is for the socket of that source. Source: `nf_sk_lookup_slow_v4`, `nf_sk_lookup_slow_v6`. */
export function isTranslatedAnswer({ tracks }: Lowering): Predicate {
  if (!tracks) return NEVER;
  return all([
    equals('ctreply', 1),
    equals('ctsnat', 1),
    equals('ctstate', connectionStateIndex('ESTABLISHED')),
  ]);
}

/** Reports whether a socket is bound to no address of its own. */
export function isWildcard({ address }: Listener): boolean {
  return address === undefined || isUnspecified(address);
}

/**
 * Holds for packets whose destination some socket listens at, if the one that fits best is of the kind: one that is bound to the address
 * before one for every address. Source: `compute_score`.
 */
export function listenedAt(
  namespace: Namespace,
  family: Family,
  destination: Destination,
  isWanted: (listener: Listener) => boolean,
): Predicate {
  const [address, port] =
    destination === 'original' ? (['dst', 'dport'] as const) : (['ctDst', 'ctDport'] as const);
  return bestOf(
    inOrder(namespace, family),
    (listener) =>
      all([
        equals('protocol', listener.protocol),
        equals(port, listener.port),
        isAt(listener, address),
      ]),
    isWanted,
  );
}

/** What a TPROXY rule looks for. */
export interface Proxied {
  /** Port of the socket; 0 for that of the packet. */
  readonly port: number;
  /** Address of the socket; undefined for the first of the device by which the packet came, or else that of the packet. */
  readonly address: Address | undefined;
}

/** Holds for packets for which a TPROXY rule finds a listening socket of the kind. Source: `tproxy_tg4`, `tproxy_tg6_v1`, `nf_tproxy_laddr4`. */
export function proxiedTo(
  namespace: Namespace,
  family: Family,
  { port, address }: Proxied,
  isWanted: (listener: Listener) => boolean,
): Predicate {
  const listeners = inOrder(namespace, family).filter(
    (listener) => port === 0 || listener.port === port,
  );
  const found = (isAtAddress: (listener: Listener) => Predicate): Predicate =>
    bestOf(
      listeners,
      (listener) =>
        all([
          equals('protocol', listener.protocol),
          port === 0 ? equals('dport', listener.port) : ALWAYS,
          isAtAddress(listener),
        ]),
      isWanted,
    );
  const foundAt = (own: Address): Predicate =>
    found((listener) => (isWildcard(listener) || isOf(listener, own) ? ALWAYS : NEVER));
  if (address !== undefined) return foundAt(address);
  return namespace.links.toArray().reduceRight(
    (otherwise, link) => {
      const own = firstAddress(namespace, link.index, family);
      if (own === undefined) return otherwise;
      const arrives = equals('indev', link.index);
      return any([all([arrives, foundAt(own)]), all([not(arrives), otherwise])]);
    },
    found((listener) => isAt(listener, 'dst')),
  );
}

/** The address at which a proxy is looked for that is given none. Source: `nf_tproxy_laddr4`, `nf_tproxy_laddr6`. */
function firstAddress(namespace: Namespace, index: number, family: Family): Address | undefined {
  const link = namespace.links.find((other) => other.index === index);
  if (link === undefined) return undefined;
  return addressesOf(link, family).find(
    ({ secondary, flags }) => !secondary && !flags.has('deprecated'),
  )?.local;
}

function isAt(listener: Listener, field: AddressField): Predicate {
  const { address } = listener;
  return address === undefined || isWildcard(listener) ? ALWAYS : addressIs(field, address);
}

function isOf({ address }: Listener, own: Address): boolean {
  return address !== undefined && sameAddress(address, own);
}

/** Holds where the first listener that fits is wanted. */
function bestOf(
  listeners: readonly Listener[],
  fits: (listener: Listener) => Predicate,
  isWanted: (listener: Listener) => boolean,
): Predicate {
  return listeners.reduceRight<Predicate>((otherwise, listener) => {
    const here = fits(listener);
    return isWanted(listener) ? any([here, otherwise]) : all([not(here), otherwise]);
  }, NEVER);
}

/** The sockets that packets of a family can come to, those for one address first, those of IPv6 for IPv4 packets last. */
function inOrder(namespace: Namespace, family: Family): readonly Listener[] {
  if (namespace.anySocket) return [];
  return namespace.listeners
    .toArray()
    .filter((listener) => takes(listener, family))
    .toSorted((a, b) => rank(a, family) - rank(b, family));
}

/** A socket that is bound to `::` takes packets of both families. Source: `ipv6_only_sock`. */
function takes(listener: Listener, family: Family): boolean {
  const { address } = listener;
  if (address === undefined || address.family === family) return true;
  return address.family === 6 && isUnspecified(address);
}

function rank(listener: Listener, family: Family): number {
  if (!isWildcard(listener)) return 0;
  return listener.address === undefined || listener.address.family === family ? 1 : 2;
}
