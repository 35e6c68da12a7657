import { WordCursor, wrongWord } from '../packet/word-cursor.js';
import type { Family } from '../address/family.js';
import type { Host } from '../host/host.js';
import { CLAIM_STARTS, readClaim } from './claim-words.js';
import { readPacketWords } from './packet-set-words.js';
import { prove, type Proof, type ProveOptions } from './prove.js';

const FAMILIES: readonly Family[] = [4, 6];

/**
 * Proves a claim in words: `every`, which packets, and what of them.
 *
 * - Packets: `tcp`, `udp`, `icmp` ... or `proto N`; `from`, `to` with addresses or prefixes; `in`, `oif` with devices; `mark`, `tos`, `ttl`, `uid`, `gid`,
 *   `length`, `sport`, `dport`, `flags`, `type`, `code` with a number, a range `1-9` or a mask `0x2/0xff`. Values between commas are alternatives;
 *   after `!` they are excluded. `received` is `in any`, `unbound` a socket bound to nothing, `ipv4` and `ipv6` the family; `except` leaves packets out.
 * - Claims: `leaves`, `leaves via GATEWAY`, `leaves by DEVICE`, `never leaves`, `never leaves by DEVICE`, `is delivered`, `is dropped`, `fails with ERRNO`,
 *   `takes rule PRIORITY`, `keeps its source`, `ends with mark N[/MASK]`,
 *   `has mark N[/MASK] after TABLE HOOK`.
 *
 * What isn't said can be anything, the family too, unless an address tells it. Packets that aren't received are sent by local sockets.
 *
 * @throws ParseError when the text is no claim
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
  const cursor = new WordCursor(text);
  const every = cursor.take();
  if (every.text !== 'every') throw wrongWord('every', every);
  const words = readPacketWords(cursor, CLAIM_STARTS);
  const { prove: put, address } = readClaim(cursor);
  const named = address === undefined ? undefined : address.includes(':') ? 6 : 4;
  const family = words.family ?? named;
  const [first = words.set(4), ...others] = (family === undefined ? FAMILIES : [family]).map((of) =>
    words.set(of),
  );
  const set = others.reduce((sum, other) => sum.or(other), first);
  return { ...put(prove(host, options).every(set)), statement: text };
}
