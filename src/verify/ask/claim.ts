import { withinBounds } from '../../bound.js';
import { checkFieldNames } from '../../field-names.js';
import { WordCursor, wrongWord } from '../../packet/word-cursor.js';
import type { Host } from '../../host/host.js';
import { HostNames } from '../../host/host-names.js';
import { readPacketWords } from '../packets/packet-set-words.js';
import { PROPERTY_STARTS, readProperty } from '../property/property-words.js';
import type { Proof } from './proof.js';
import { prove, PROVE_NAMES, type ProveOptions } from './prove.js';

/**
 * Proves a claim in words: `every`, which packets, and what of them.
 *
 * - Packets: `tcp`, `udp`, `icmp` ... or `proto N`; `from`, `to` with addresses or prefixes; `in`, `oif` with devices; `mark`, `tos`, `ttl`, `uid`, `gid`,
 *   `length`, `sport`, `dport`, `flags`, `type`, `code` with a number, a range `1-9` or a mask `0x2/0xff`. `uid` and `gid` take names, too. Values between commas are alternatives;
 *   after `!` they are excluded. `sent`, `received` are the direction, `unbound` a socket bound to nothing, `ipv4` and `ipv6` the family; `except` leaves
 *   packets out.
 * - Claims: `leaves`, `leaves via GATEWAY`, `leaves by DEVICE`, `leaves on link`, `never leaves`, `never leaves via GATEWAY`, `never leaves by DEVICE`,
 *   `is delivered`, `is dropped`, `is dropped at PLACE`, `fails with ERRNO`, `takes table TABLE`, `takes rule PRIORITY`, `keeps its source`,
 *   `ends with source ADDRESS`, `ends with mark N[/MASK]`, `has mark N[/MASK] after TABLE HOOK`. Through all namespaces of the machine: `reaches ADDRESS`,
 *   `reaches [ADDRESS] in namespace NAME`, `never reaches ...`, `never leaves by DEVICE [in namespace NAME] unencrypted`.
 *
 * What the words about packets leave open can be anything: both families, sent and received. `in` is of received packets; `oif`, `uid`, `gid` and
 * `unbound` are of sent ones; an address implies the family.
 *
 * @throws ParseError when the text is no claim, or names a device, gateway, routing table, rule, place, errno, user or group that the host doesn't have
 * @throws IncompleteHostError when the host is incomplete and that wasn't accepted
 *
 * @example
 * ```ts
 * import { Host } from 'nexthop';
 * import { proveClaim } from 'nexthop/verify';
 * const host = Host.fromCommands(['ip link set lo up']);
 * proveClaim(host, 'every unbound udp to 127.0.0.0/8 is delivered').holds; // true
 * proveClaim(host, 'every udp dport 53 never leaves').holds; // true
 * ```
 */
export function proveClaim(host: Host, text: string, options: ProveOptions = {}): Proof {
  checkFieldNames(options, PROVE_NAMES);
  const { connections: _, names: named = host, ...bounds } = options;
  const cursor = new WordCursor(text);
  const every = cursor.take();
  if (every.text !== 'every') throw wrongWord('every', every);
  const names = new HostNames(named);
  const { set, property } = withinBounds(bounds, 'steps', 'the names in the claim', () => ({
    set: readPacketWords(cursor, PROPERTY_STARTS, names),
    property: readProperty(cursor, names),
  }));
  return Object.freeze({ ...prove(host, options).every(set).prove(property), statement: text });
}
