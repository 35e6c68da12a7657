import { PROTOCOL } from '../../../../packet/protocol.js';
import type { Databases } from '../../../../databases/databases.js';
import { set, type Assignment } from '../../../../predicate/assignment.js';
import { all, inRange, type Predicate } from '../../../../predicate/predicate.js';
import type { TargetBranch, TargetEffect } from '../../extension.js';
import { XtablesError } from '../../../xtables-error.js';
import { readLeadingNumber } from '../../option/number.js';
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
 * @throws XtablesError; ranges that are shifted, and what the kernel does with protocols that have none, aren't simulated
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
  if (base !== undefined) {
    throw new XtablesError('unsimulated', `--${option} with a range of ports`);
  }
  if (protocol.inverted || protocol.number === PROTOCOL.icmp) {
    throw new XtablesError('unsimulated', `--${option} with a port for other protocols`);
  }
  return from === to ? { port: from } : { port: from, lastPort: to };
}

/** A port, or the first and the last of several; of those that one is taken which the packet has, or else the first. */
export interface NatPorts {
  readonly port: number | undefined;
  readonly lastPort?: number;
}

/**
 * What a target does with a port: one that lies in the range stays, any other becomes the first of it. The kernel takes any port of it for a source, and for what
 * is to be random. Source: `nf_nat_l4proto_unique_tuple`, `l4proto_in_range`.
 */
export function takePort(
  field: 'sport' | 'dport',
  { port, lastPort }: NatPorts,
  effectWith: (assignments: readonly Assignment[]) => TargetEffect,
): TargetEffect {
  if (port === undefined) return effectWith([]);
  const first = effectWith([set(field, port)]);
  if (lastPort === undefined) return first;
  const inside = inRange(field, port, lastPort);
  const staying = effectWith([]).map((branch) => withCondition(branch, inside));
  return [...staying, ...first];
}

function withCondition(branch: TargetBranch, when: Predicate): TargetBranch {
  return { ...branch, when: all([branch.when, when]) };
}

/** Writes them: `80`, `80-90`. */
export function printNatPorts({ port, lastPort }: NatPorts): string {
  return port === undefined ? '' : nftSpan(port, lastPort ?? port);
}

/** @throws XtablesError for a port that is to be picked at random, which isn't simulated where it matters: for a destination */
export function checkPicked({ lastPort }: NatPorts, isRandom: boolean, option: string): void {
  if (lastPort === undefined || !isRandom) return;
  throw new XtablesError('unsimulated', `--${option} with a range of ports at random`);
}

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
    readLeadingNumber(shift, 0, MAX_PORT)?.value ??
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
