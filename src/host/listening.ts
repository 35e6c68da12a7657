import { parseAddress } from '../address/address-text.js';
import { checkFieldNames, type FieldNames } from '../field-names.js';
import { frozen } from '../frozen.js';
import type { Listener } from '../namespace/listener.js';
import { PROTOCOL } from '../packet/protocol.js';

/** A local socket that waits for packets. */
export interface Listening {
  /** Its protocol. */
  readonly protocol: 'tcp' | 'udp';
  /** 1..65535. */
  readonly port: number;
  /** The address that it is bound to; all addresses of both families without one, or with `::`. */
  readonly address?: string;
  /** It takes packets to any address (IP_TRANSPARENT); false by default. */
  readonly transparent?: boolean;
  /** A UDP socket that sends a datagram back for each that it gets; false by default. TCP connections are accepted anyway. */
  readonly answers?: boolean;
}

const NAMES: FieldNames<Listening> = {
  protocol: true,
  port: true,
  address: true,
  transparent: true,
  answers: true,
};

/** The socket. @throws TypeError when a field is none of a socket; RangeError when the port is out of range; ParseError when the address is none */
export function makeListener(listening: Listening): Listener {
  checkFieldNames(listening, NAMES);
  const { protocol, port, address, transparent = false, answers = false } = listening;
  if (!Number.isInteger(port) || port < 1 || port > 0xffff) {
    throw new RangeError(`port: 1..65535, got ${port}`);
  }
  return frozen({
    protocol: PROTOCOL[protocol],
    port,
    address: address === undefined ? undefined : parseAddress(address),
    transparent,
    ...(answers ? { answers } : {}),
  });
}
