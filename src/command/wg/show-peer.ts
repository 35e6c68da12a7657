import { printAddress, printPrefix } from '../../address/address-text.js';
import { isOfLink6 } from '../../address/address-class.js';
import type { Prefix } from '../../address/prefix.js';
import type { WireguardEndpoint } from '../../namespace/wireguard/wireguard.js';

/** What the tool prints for something that isn't there. */
export const NONE = '(none)';

/** The name of a device by its ifindex; undefined when there is none. */
export type InterfaceName = (index: number) => string | undefined;

/** Prints an endpoint, with what a link-local address is meant on. Source: getnameinfo(3). */
export function printEndpoint(
  { address, port, scope }: WireguardEndpoint,
  interfaceName: InterfaceName,
): string {
  const text = printAddress(address);
  if (address.family === 4) return `${text}:${port}`;
  const name = isOfLink6(address) ? interfaceName(scope) : undefined;
  return `[${text}${scope === 0 ? '' : `%${name ?? scope}`}]:${port}`;
}

/** Prints prefixes with something between; what the tool prints for none when there are none. */
export function printAllowedIps(prefixes: readonly Prefix[], between: string): string {
  return prefixes.length === 0 ? NONE : prefixes.map(printPrefix).join(between);
}

/** Prints a mark as the tool does: hexadecimal, or `off`. */
export function printFwmark(fwmark: number): string {
  return fwmark === 0 ? 'off' : `0x${fwmark.toString(16)}`;
}

/** Prints the seconds between keepalives as a number, or `off`. */
export function printKeepalive(seconds: number): string {
  return seconds === 0 ? 'off' : `${seconds}`;
}
