import { frozen } from '../frozen.js';
import type { OrderedMap } from 'immutable';

/** Where in a script a command stands. */
export interface MissingPlace {
  /** The script's name as it was given; null when the commands came as text without a name. */
  readonly file: string | null;
  /** From 1. */
  readonly line: number;
}

/**
 * Something that Linux would have done to a host and nexthop did not, as plain data: what a host with it is like is not known.
 *
 * @example
 * ```ts
 * import { Host } from 'nexthop';
 * const { host } = Host.fresh().exec(['ip', 'link', 'add', 'tun0', 'type', 'ovpn']);
 * host.missing[0]?.command; // 'ip link add tun0 type ovpn'
 * ```
 */
export interface Missing {
  /** The name by which it was refused: `ip link type ovpn`, `-m cgroup --path`, `nft`. */
  readonly what: string;
  /** The command as it was run, after the shell's expansions. */
  readonly command: string;
  /** The line, from 1, of what the command was reading (`iptables-restore`, `ip -batch`); null when it read nothing. */
  readonly inputLine: number | null;
  /** Where the command stands; null when it came by itself, as in `Host.exec`. */
  readonly place: MissingPlace | null;
}

const lists = new WeakMap<object, readonly Missing[]>();

/** What a machine lacks, in the order in which it was run into; empty for a whole one. */
export function missingOf({
  missing,
}: {
  readonly missing: OrderedMap<string, Missing>;
}): readonly Missing[] {
  let list = lists.get(missing);
  if (list === undefined) lists.set(missing, (list = frozen([...missing.values()])));
  return list;
}

/** One line for a person: `setup.sh:6: ip link add tun0 type ovpn: ip link type ovpn is not simulated`. */
export function printMissing(missing: Missing): string {
  const { what, command, inputLine, place } = missing;
  const where = place === null ? '' : `${printPlace(place)}: `;
  const within = inputLine === null ? '' : `, line ${inputLine} of its input`;
  return `${where}${command}${within}: ${what} is not simulated`;
}

/** All in one line, each thing once: `ip link type ovpn (setup.sh:6), -m cgroup --path (setup.sh:9 and 2 more)`. */
export function summarizeMissing(all: readonly Missing[]): string {
  const byName = new Map<string, Missing[]>();
  for (const missing of all) {
    const same = byName.get(missing.what);
    if (same === undefined) byName.set(missing.what, [missing]);
    else same.push(missing);
  }
  return [...byName].map(([what, same]) => `${what} (${printPlaces(same)})`).join(', ');
}

function printPlaces([first, ...others]: readonly Missing[]): string {
  const where = first === undefined ? '' : first.place ? printPlace(first.place) : first.command;
  return others.length === 0 ? where : `${where} and ${others.length} more`;
}

function printPlace({ file, line }: MissingPlace): string {
  return file === null ? `line ${line}` : `${file}:${line}`;
}
