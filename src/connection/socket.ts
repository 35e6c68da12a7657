import type { Map } from 'immutable';
import { ADDRESS_FIELDS, type Field } from '../packet/field.js';
import type { Family } from '../address/family.js';
import { SK } from '../packet/sk.js';

/**
 * The TCP connections that local sockets have, by the addresses and ports of what comes in of them, each with what is known of its socket as the
 * bits of `sk`. A listening socket has one from the first SYN that comes to it until an RST does, and it has only begun until an ACK comes that
 * answers the SYN,ACK. Source: `inet_ehash_insert`, `tcp_check_req`.
 */
export type SocketTable = Map<string, number>;

/**
 * What can be known of the socket of a connection, in the order of the ways of a choice by sockets, of which the first is that there is none.
 *
 * @param begun - also whether the connection has only begun
 */
export function connectedWays(begun: boolean): readonly number[] {
  return begun ? WITH_BEGUN : WITHOUT_BEGUN;
}

const WITHOUT_BEGUN = [0, SK.found, SK.found | SK.transparent];
const WITH_BEGUN = [...WITHOUT_BEGUN, SK.found | SK.begun, SK.found | SK.begun | SK.transparent];

/** The registers that are looked at to find the connection of a packet. */
export const SOCKET_READ: readonly Field[] = [
  ...ADDRESS_FIELDS.src,
  ...ADDRESS_FIELDS.dst,
  ...ADDRESS_FIELDS.ctDst,
  'sport',
  'dport',
  'ctDport',
];

/** The registers that state where a packet goes: as it is, or as its connection is translated. */
export type Destination = 'original' | 'translated';

/** How the connection is called that a packet is of. @param read - the packet's fields */
export function socketKey(
  read: (field: Field) => number,
  family: Family,
  destination: Destination = 'original',
): string {
  const [address, port] =
    destination === 'original' ? (['dst', 'dport'] as const) : (['ctDst', 'ctDport'] as const);
  const words = family === 4 ? 1 : 4;
  return [
    ...ADDRESS_FIELDS.src.slice(0, words),
    'sport' as const,
    ...ADDRESS_FIELDS[address].slice(0, words),
    port,
  ]
    .map((field) => read(field).toString(16))
    .join(' ');
}
