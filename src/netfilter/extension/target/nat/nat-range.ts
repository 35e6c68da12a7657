import { printAddress, readAddress } from '../../../../address/address-text.js';
import { sameAddress, type Address } from '../../../../address/address.js';
import type { NatRange } from '../../../../connection/nat-range.js';
import { XtablesError } from '../../../xtables-error.js';
import { portRange, printNatPorts, readNatPort, type NatPorts } from './nat-port.js';
import type { ExtensionOption, GivenOption } from '../../option/option.js';
import { nftWords } from '../../option/nft-words.js';

/** What NAT puts in the place of an address and a port; what is undefined stays. */
export interface NatTo extends NatPorts {
  readonly address: Address | undefined;
  /** The last of several. */
  readonly lastAddress?: Address;
  /** `--random`, `--random-fully` and `--persistent`, in the order in which they're written. */
  readonly flags: readonly NatFlag[];
}

/** How NAT picks among several; where there is one only they change nothing but a port that is picked at random. */
export type NatFlag = 'random' | 'random-fully' | 'persistent';

const FLAGS: readonly NatFlag[] = ['random', 'random-fully', 'persistent'];

/** The options of a target: nothing but what {@link NatTo} holds. */
export const NO_NAT: NatTo = { address: undefined, port: undefined, flags: [] };

/**
 * Reads `ADDRESS[-ADDRESS][:PORT]` or `:PORT`; IPv6 addresses with a port stand in brackets. @throws XtablesError
 */
export function readNatTo(given: GivenOption): Omit<NatTo, 'flags'> {
  const { addressText, portText, portOnly } = splitTo(given);
  const ports = portText === undefined ? { port: undefined } : readNatPort(portText, given);
  if (portOnly) return { address: undefined, ...ports };
  return { ...readNatAddresses(addressText, given), ...ports };
}

/** An address and a port as they are written; a port that isn't written is undefined. */
interface SplitTo {
  readonly addressText: string;
  readonly portText: string | undefined;
  /** The tool doesn't look at what stands before the port. */
  readonly portOnly: boolean;
}

/**
 * Before the colon of a port may stand nothing, or two characters, which the tool takes for `[]` whatever they are. Without brackets
 * several colons are those of an address. What stands around the brackets goes unread.
 */
function splitTo({ argument, family }: GivenOption): SplitTo {
  const start = argument.indexOf('[') + 1;
  const end = argument.indexOf(']', start);
  if (start > 0 && (end < 0 || family === 4)) {
    throw new XtablesError('parameter', 'Invalid address format');
  }
  const colon = start > 0 ? argument.indexOf(':', end) : loneColon(argument);
  const addressEnd = start > 0 ? end : colon < 0 ? argument.length : colon;
  return {
    addressText: argument.slice(start, addressEnd),
    portText: colon < 0 ? undefined : argument.slice(colon + 1),
    portOnly: colon === 0 || colon === 2,
  };
}

function loneColon(text: string): number {
  const colon = text.indexOf(':');
  return colon === text.lastIndexOf(':') ? colon : -1;
}

/** @throws XtablesError */
function readNatAddresses(
  text: string,
  { family }: GivenOption,
): Pick<NatTo, 'address' | 'lastAddress'> {
  const dash = text.indexOf('-');
  const ends = dash < 0 ? [text] : [text.slice(0, dash), text.slice(dash + 1)];
  const [from, to] = ends.map((end) => {
    const address = readAddress(end);
    if (address?.family === family) return address;
    throw new XtablesError('parameter', `Bad IP address "${end}"`);
  });
  if (from === undefined) throw new TypeError('a text has a first part');
  return to === undefined || sameAddress(from, to)
    ? { address: from }
    : { address: from, lastAddress: to };
}

/** What the kernel is given of it. */
export function natRange(end: 'src' | 'dst', to: NatTo): NatRange {
  const { address, lastAddress = address, flags } = to;
  return {
    end,
    addresses:
      address === undefined || lastAddress === undefined
        ? undefined
        : { from: address, to: lastAddress },
    ports: portRange(to),
    numbered: to.identifiers === true ? 'identifiers' : 'ports',
    random: flags.some((flag) => flag !== 'persistent'),
    persistent: flags.includes('persistent'),
  };
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

/** Writes `ADDRESS[-ADDRESS][:PORT]`. */
export function printNatTo({ address, lastAddress, ...ports }: NatTo): string {
  const text = [address, lastAddress].flatMap((one) => (one ? printAddress(one) : [])).join('-');
  if (ports.port === undefined) return text;
  const port = printNatPorts(ports);
  return address?.family === 6 ? `[${text}]:${port}` : `${text}:${port}`;
}

/** Writes the flags as options. */
export function printNatFlags({ flags }: NatTo): readonly string[] {
  return flags.map((flag) => `--${flag}`);
}

/** How nft lists NAT: `dnat to 10.0.0.1:80 random`; in no words of its own with ports that stand for others. */
export function translateNat(word: string, data: NatTo): string | undefined {
  if (data.basePort !== undefined) return undefined;
  const to = printNatTo(data);
  const flags = data.flags.map((flag) => (flag === 'random-fully' ? 'fully-random' : flag));
  return nftWords(
    word,
    to === '' ? '' : ` to ${to}`,
    flags.length === 0 ? '' : ` ${flags.join(',')}`,
  );
}
