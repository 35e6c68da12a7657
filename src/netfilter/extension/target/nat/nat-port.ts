import { PROTOCOL } from '../../../../packet/protocol.js';
import type { PortRange } from '../../../../connection/nat-range.js';
import type { Databases } from '../../../../databases/databases.js';
import { XtablesError } from '../../../xtables-error.js';
import { readLeadingNumber } from '../../option/number/number.js';
import { nftSpan } from '../../option/nft-words.js';
import type { GivenOption } from '../../option/option.js';
import { MAX_PORT } from '../../option/port-range.js';
import { portOfAny } from '../../option/resolved-port.js';

/** Protocols whose ports NAT can set. */
const WITH_PORTS: ReadonlySet<number> = new Set([
  PROTOCOL.tcp,
  PROTOCOL.udp,
  PROTOCOL.sctp,
  PROTOCOL.dccp,
]);

/**
 * Reads `PORT[-PORT[/BASE]]` by numbers, or one port by its name, for a rule whose protocol has ports.
 *
 * @throws XtablesError; what the kernel does with all protocols but one isn't simulated
 */
export function readNatPort(text: string, given: GivenOption): NatPorts {
  const { protocol, option } = given;
  const takesPorts =
    protocol !== undefined &&
    (WITH_PORTS.has(protocol.number) || protocol.number === PROTOCOL.icmp);
  if (!takesPorts) refuse('Need TCP, UDP, SCTP or DCCP with port specification');
  const { from, to, base } = readPorts(text, given.databases);
  if (base !== undefined && REFUSE_BASES.has(given.extension)) {
    refuse('Shifted portmap ranges not supported with this kernel');
  }
  if (protocol.inverted) {
    throw new XtablesError('unsimulated', `--${option} with a port for other protocols`);
  }
  const named = from === to ? { port: from } : { port: from, lastPort: to };
  const ports =
    protocol.number === PROTOCOL.icmp ? { ...named, identifiers: true as const } : named;
  return base === undefined
    ? ports
    : { ...ports, basePort: FORGET_BASES.has(given.extension) ? 0 : base };
}

/** A port, or the first and the last of several, and the port for which the first of them stands. */
export interface NatPorts {
  readonly port: number | undefined;
  readonly lastPort?: number;
  readonly basePort?: number;
  /** They are identifiers of ICMP. */
  readonly identifiers?: true;
}

/** They as a range of the kernel; undefined when none is given. */
export function portRange({ port, lastPort = port, basePort }: NatPorts): PortRange | undefined {
  if (port === undefined || lastPort === undefined) return undefined;
  const ports = { from: port, to: lastPort };
  return basePort === undefined ? ports : { ...ports, base: basePort };
}

/** Writes them: `80`, `80-90`, `80-90/8080`. */
export function printNatPorts({ port, lastPort, basePort }: NatPorts): string {
  if (port === undefined) return '';
  return `${nftSpan(port, lastPort ?? port)}${basePort === undefined ? '' : `/${basePort}`}`;
}

/** Targets whose form in the kernel has no room for the port that a range is shifted by: it is 0. Source: `struct nf_nat_ipv4_multi_range_compat`. */
const FORGET_BASES: ReadonlySet<string> = new Set(['MASQUERADE', 'SNAT']);

/** Targets that take no port that a range is shifted by. */
const REFUSE_BASES: ReadonlySet<string> = new Set(['REDIRECT']);

/** Ports `from` to `to`; the base, where one is given, is what they are shifted by. */
interface Ports {
  readonly from: number;
  readonly to: number;
  readonly base: number | undefined;
}

function readPorts(text: string, { services }: Databases): Ports {
  const first = readLeadingNumber(text, 0, MAX_PORT);
  if (first === undefined) {
    const port = portOfAny(text, services) ?? refuseAsPort(text);
    return { from: port, to: port, base: undefined };
  }
  const from = first.value;
  if (first.rest === '') return { from, to: from, base: undefined };
  if (first.rest.startsWith(':')) refuse('Invalid port:port syntax - use dash');
  if (!first.rest.startsWith('-')) refuse(`Garbage after port value: \`${first.rest}'`);
  const upper = first.rest.slice(1);
  const last = readLeadingNumber(upper, 0, MAX_PORT) ?? refuseAsPort(upper);
  if (last.value < from) refuse(`Port range \`${upper}' funky`);
  if (last.rest === '') return { from, to: last.value, base: undefined };
  if (!last.rest.startsWith('/')) refuse(`Garbage after port range: \`${last.rest}'`);
  const shift = last.rest.slice(1);
  const base =
    readLeadingNumber(shift, 1, MAX_PORT)?.value ??
    portOfAny(shift, services) ??
    refuseAsPort(shift);
  return { from, to: last.value, base };
}

function refuseAsPort(text: string): never {
  return refuse(`Port \`${text}' not valid`);
}

function refuse(text: string): never {
  throw new XtablesError('parameter', text);
}
