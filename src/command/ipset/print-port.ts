import { PROTOCOL } from '../../packet/protocol.js';
import { protocolName } from '../protocol-names.js';
import { printIcmp } from './icmp-names.js';

/** `PROTOCOL:PORT`, as the tool writes the port of an entry. */
export function printPort(protocol: number, port: number): string {
  const name = (protocolName(protocol) ?? `${protocol}`).toLowerCase();
  if (protocol === PROTOCOL.icmp) return `${name}:${printIcmp(port, 4)}`;
  if (protocol === PROTOCOL.icmpv6) return `${name}:${printIcmp(port, 6)}`;
  return `${name}:${port}`;
}
