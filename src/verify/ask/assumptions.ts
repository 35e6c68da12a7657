import { printAddress } from '../../address/address-text.js';
import { assertNever } from '../../assert-never.js';
import type { Listener } from '../../namespace/listener.js';
import type { Namespace } from '../../namespace/namespace.js';
import { protocolName } from '../../packet/protocol-name.js';
import type { Connections } from '../run/track-packets.js';

/** What an answer about packets takes for granted. Plain data that can be printed as JSON. */
export interface Assumptions {
  /** Which connections packets belong to. */
  readonly connections: Connections;
  /** The sockets that listen, for TPROXY and `-m socket`: `tcp 3129 transparent`; empty when none does. */
  readonly sockets: readonly string[];
  /** The choice points that packets meet (equal routes, several nexthops, `statistic` ...), each in every way; empty when none. */
  readonly choices: readonly string[];
}

/** What is assumed about packets of a namespace. */
export function assumptionsOf(
  { listeners }: Namespace,
  connections: Connections,
  choices: Iterable<string>,
): Assumptions {
  return {
    connections,
    sockets: listeners.toArray().map(printListener),
    choices: [...new Set(choices)],
  };
}

/**
 * Prints what a proof assumes, in one line without a line end.
 *
 * @example
 * ```ts
 * import { Host } from 'nexthop';
 * import { packetSet, printAssumptions, prove } from 'nexthop/verify';
 * const host = Host.fromCommands(['ip link set lo up']);
 * const proof = prove(host).every(packetSet()).neverLeavesBy('lo');
 * printAssumptions(proof.assumed).includes('no socket listens'); // true
 * ```
 */
export function printAssumptions({ connections, sockets, choices }: Assumptions): string {
  return [
    printConnections(connections),
    sockets.length === 0 ? 'no socket listens' : `sockets listen: ${sockets.join(', ')}`,
    choices.length === 0
      ? 'nothing is left to choice'
      : `choices go every way: ${printChoices(choices)}`,
  ].join('; ');
}

/** More choice points than this are counted only. */
const MOST_PRINTED = 3;

function printChoices(choices: readonly string[]): string {
  const printed = choices.slice(0, MOST_PRINTED).map((name) => `"${name}"`);
  const more = choices.length - printed.length;
  return `${printed.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function printConnections(connections: Connections): string {
  switch (connections) {
    case 'first':
      return 'each packet is the first of its connection';
    case 'any':
      return 'packets belong to any connection, in any state';
    default:
      return assertNever(connections);
  }
}

/** A socket that listens in words, as `--listen` takes them: `tcp 3129 transparent`. */
export function printListener({ protocol, port, address, transparent }: Listener): string {
  const words = [protocolName(protocol, 4) ?? `${protocol}`, `${port}`];
  if (address !== undefined) words.push(printAddress(address));
  return (transparent ? [...words, 'transparent'] : words).join(' ');
}
