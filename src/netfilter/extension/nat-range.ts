import { printAddress, readAddress } from '../../address/address-text.js';
import type { Address } from '../../address/address.js';
import { PROTOCOL } from '../../packet/protocol.js';
import { XtablesError } from '../xtables-error.js';
import type { ProtocolMatch } from './extension.js';
import { readNumber } from './number.js';
import type { ExtensionOption, GivenOption } from './option.js';
import { MAX_PORT } from './port-range.js';

/** What NAT puts in the place of an address and a port; what is undefined stays. */
export interface NatTo {
  readonly address: Address | undefined;
  readonly port: number | undefined;
  /** `--random`, `--random-fully` and `--persistent`, in the order in which they're written. */
  readonly flags: readonly NatFlag[];
}

/** How NAT picks among several; where there is one only they change nothing but a port that is picked at random. */
export type NatFlag = 'random' | 'random-fully' | 'persistent';

const FLAGS: readonly NatFlag[] = ['random', 'random-fully', 'persistent'];

/** Protocols whose ports NAT can set. */
const WITH_PORTS: ReadonlySet<number> = new Set([
  PROTOCOL.tcp,
  PROTOCOL.udp,
  PROTOCOL.sctp,
  PROTOCOL.dccp,
]);

/** The options of a target: nothing but what {@link NatTo} holds. */
export const NO_NAT: NatTo = { address: undefined, port: undefined, flags: [] };

/** Reads `ADDRESS[:PORT]` or `:PORT`; an IPv6 address with a port stands in brackets. @throws XtablesError; ranges of either aren't simulated */
export function readNatTo(given: GivenOption): Pick<NatTo, 'address' | 'port'> {
  const { argument, option, family } = given;
  const { addressText, portText } = family === 4 ? splitTo4(argument) : splitTo6(argument);
  const port = portText === undefined ? undefined : readNatPort(portText, given);
  if (addressText === '' && (family === 4 || port !== undefined)) {
    return { address: undefined, port };
  }
  if (addressText.includes('-')) {
    throw new XtablesError('unsimulated', `--${option} with a range of addresses`);
  }
  const address = readAddress(addressText);
  if (address?.family !== family) {
    throw new XtablesError('parameter', `Bad IP address "${addressText}"`);
  }
  return { address, port };
}

/** An address and a port as they are written; a port that isn't written is undefined. */
interface SplitTo {
  readonly addressText: string;
  readonly portText: string | undefined;
}

function splitTo4(text: string): SplitTo {
  const colon = text.indexOf(':');
  return colon < 0
    ? { addressText: text, portText: undefined }
    : { addressText: text.slice(0, colon), portText: text.slice(colon + 1) };
}

/** What stands between the closing bracket and the colon goes unread. */
function splitTo6(text: string): SplitTo {
  if (/^:[^:]/.test(text)) return { addressText: '', portText: text.slice(1) };
  if (!text.startsWith('[')) return { addressText: text, portText: undefined };
  const end = text.indexOf(']');
  if (end < 0) throw new XtablesError('parameter', 'Invalid address format');
  const colon = text.indexOf(':', end);
  return {
    addressText: text.slice(1, end),
    portText: colon < 0 ? undefined : text.slice(colon + 1),
  };
}

/** Reads one port by number or name, for a rule whose protocol has ports. @throws XtablesError */
export function readNatPort(text: string, given: GivenOption): number {
  if (!hasNatPorts(given.protocol)) {
    throw new XtablesError('parameter', 'Need TCP, UDP, SCTP or DCCP with port specification');
  }
  const name = given.protocol?.number === PROTOCOL.udp ? 'udp' : 'tcp';
  const port = readNumber(text, 0, MAX_PORT) ?? given.databases.services.portOf(text, name);
  if (port !== undefined) return port;
  if (/^\d+-\d+(\/\w+)?$/.test(text)) {
    throw new XtablesError('unsimulated', `--${given.option} with a range of ports`);
  }
  throw new XtablesError('parameter', `Port \`${text}' not valid`);
}

function hasNatPorts(protocol: ProtocolMatch | undefined): boolean {
  return protocol !== undefined && !protocol.inverted && WITH_PORTS.has(protocol.number);
}

/** The options `--random` and the like, those that a target has. */
export function natFlagOptions<D extends NatTo>(
  ...flags: readonly NatFlag[]
): readonly ExtensionOption<D>[] {
  return flags.map((flag) => ({
    name: flag,
    words: 0,
    read: (data) => ({
      ...data,
      flags: FLAGS.filter((other) => other === flag || data.flags.includes(other)),
    }),
  }));
}

/** Writes `ADDRESS[:PORT]`. */
export function printNatTo({ address, port }: NatTo): string {
  const text = address === undefined ? '' : printAddress(address);
  if (port === undefined) return text;
  return address?.family === 6 ? `[${text}]:${port}` : `${text}:${port}`;
}

/** Writes the flags as options. */
export function printNatFlags({ flags }: NatTo): readonly string[] {
  return flags.map((flag) => `--${flag}`);
}
