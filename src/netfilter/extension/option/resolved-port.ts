import type { Services } from '../../../databases/databases.js';
import { XtablesError } from '../../xtables-error.js';
import type { ExtensionOption, GivenOption } from './option.js';
import { MAX_PORT, type PortRange } from './port-range.js';

/**
 * Reads `FROM[:TO]` as the options do that leave ports to getaddrinfo(3): numbers are decimal and their upper bits are lost (70000
 * is 4464), names may be of any protocol. An end that is left out is the first or the last port.
 *
 * @throws XtablesError when a port is none, or the range is turned round
 */
export function readResolvedRange(given: GivenOption): PortRange {
  const { argument, inverted, extension, option } = given;
  const parts = argument.split(':');
  const ends = [0, MAX_PORT];
  let previous = 0;
  for (const [index, part] of parts.entries()) {
    if (index >= ends.length) {
      throw parameter(`${extension}: Too many components for option "--${option}" (max: 2)\n`);
    }
    if (part === '') continue;
    const port = resolvePort(part, given.databases.services);
    if (port < previous) throw parameter(`Port range ${previous}-${port} is negative.\n`);
    ends[index] = port;
    previous = port;
  }
  const [from = 0, to = from] = parts.length === 1 ? ends.slice(0, 1) : ends;
  return { from, to, inverted };
}

/** Reads one port as {@link readResolvedRange} does. @throws XtablesError */
export function resolvePort(text: string, services: Services): number {
  const port = /^\s*[+-]?\d+$/.test(text) ? truncate(text) : portOfAny(text, services);
  if (port !== undefined) return port;
  throw parameter(`Port "${text}" does not resolve to anything.\n`);
}

/** The port of a service of any protocol; undefined when there is none of that name. */
export function portOfAny(name: string, services: Services): number | undefined {
  const ports = ['tcp', 'udp', 'sctp'].map((protocol) => services.portOf(name, protocol));
  return ports.find((port) => port !== undefined);
}

/** The C library holds the number in 64 bits, then in 32 with a sign, then in 16; undefined when it's negative in between. */
function truncate(text: string): number | undefined {
  const [, sign = '', digits = ''] = /^\s*([+-]?)0*(\d*)$/.exec(text) ?? [];
  const tooLarge = digits.length > LARGEST.length || digits.padStart(20, '0') > LARGEST;
  const low = tooLarge ? 2 ** 32 - 1 : lowWord(digits);
  const word = sign === '-' ? (2 ** 32 - low) % 2 ** 32 : low;
  return word >= 2 ** 31 ? undefined : word & MAX_PORT;
}

/** The lower 32 bits of a decimal number of any length. */
function lowWord(digits: string): number {
  return digits.split('').reduce((value, digit) => (value * 10 + Number(digit)) % 2 ** 32, 0);
}

/** The largest number in 64 bits. */
const LARGEST = '18446744073709551615';

function parameter(message: string): XtablesError {
  return new XtablesError('parameter', message);
}

/** The options of a match that reads its ports as nothing more than ranges: `--sport`, `--dport`. */
export function portOptions<
  D extends { readonly [Side in 'sport' | 'dport']: PortRange | undefined },
>(): readonly ExtensionOption<D>[] {
  return [
    {
      name: 'source-port',
      aliases: ['sport'],
      words: 1,
      invertible: true,
      read: (data, given) => ({ ...data, sport: readResolvedRange(given) }),
    },
    {
      name: 'destination-port',
      aliases: ['dport'],
      words: 1,
      invertible: true,
      read: (data, given) => ({ ...data, dport: readResolvedRange(given) }),
    },
  ];
}
