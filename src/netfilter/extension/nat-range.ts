import { printAddress, readAddress } from '../../address/address-text.js';
import type { Address } from '../../address/address.js';
import { PROTOCOL } from '../../packet/protocol.js';
import { portOfService } from '../service-names.js';
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

/** Reads `ADDRESS[:PORT]` or `:PORT`. @throws XtablesError; ranges of either aren't simulated */
export function readNatTo(given: GivenOption): Pick<NatTo, 'address' | 'port'> {
  const { argument, option } = given;
  const colon = argument.indexOf(':');
  const addressText = colon < 0 ? argument : argument.slice(0, colon);
  const port = colon < 0 ? undefined : readNatPort(argument.slice(colon + 1), given);
  if (addressText === '') return { address: undefined, port };
  if (addressText.includes('-')) {
    throw new XtablesError('unsimulated', `--${option} with a range of addresses`);
  }
  const address = readAddress(addressText);
  if (address?.family !== 4) {
    throw new XtablesError('parameter', `Bad IP address "${addressText}"`);
  }
  return { address, port };
}

/** Reads one port by number or name, for a rule whose protocol has ports. @throws XtablesError */
export function readNatPort(text: string, given: GivenOption): number {
  if (!hasNatPorts(given.protocol)) {
    throw new XtablesError('parameter', 'Need TCP, UDP, SCTP or DCCP with port specification');
  }
  const name = given.protocol?.number === PROTOCOL.udp ? 'udp' : 'tcp';
  const port = readNumber(text, 0, MAX_PORT) ?? portOfService(text, name);
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
  return `${address === undefined ? '' : printAddress(address)}${port === undefined ? '' : `:${port}`}`;
}

/** Writes the flags as options. */
export function printNatFlags({ flags }: NatTo): readonly string[] {
  return flags.map((flag) => `--${flag}`);
}
