import * as fc from 'fast-check';
import { Host, ParseError } from 'nexthop';
import { proveClaim } from 'nexthop/verify';
import { WordCursor } from '../../../src/packet/word-cursor.js';
import { HostNames } from '../../../src/host/host-names.js';
import { readPacketWords } from '../../../src/verify/packets/packet-set-words.js';
import { nearText } from '../draw/near-text.js';
import { nearWords } from '../draw/near-words.js';
import { TEXT } from '../shape.js';
import type { Target } from '../target.js';

const CLAIMS = [
  'every packet leaves',
  'every unbound udp to 127.0.0.0/8 is delivered',
  'every tcp from 10.0.0.0/24 to 192.0.2.0/24,198.51.100.1 dport 25,80-90 leaves via 10.0.0.254',
  'every received packet in eth0 mark 0x2/0xff never leaves',
  'every ipv6 packet to 2001:db8::/32 never leaves by eth0',
  'every packet to !10.0.0.0/8 except udp dport 53 except to 192.0.2.1 is dropped',
  'every sent icmp type 8 code 0 ttl 1-9 length 60 uid 1000 gid !0 fails with ENETUNREACH',
  'every proto 47 oif eth0 tos 0x10/0xfc takes rule 1000',
  'every tcp flags SYN sport 1024-65535 keeps its source',
  'every ipv4 packet to 192.0.2.9 ends with mark 0x1/0x3',
  'every udp dport 53 has mark 0x1 after mangle OUTPUT',
].map((claim) => claim.split(' '));

let host: Host | undefined;

/** A small host: a proof about it is quick. */
function smallHost(): Host {
  return (host ??= Host.fromCommands(`
    ip link set lo up
    ip link add eth0 type dummy
    ip link set eth0 up
    ip addr add 10.0.0.1/24 dev eth0
    ip addr add 2001:db8::1/64 dev eth0
    ip route add default via 10.0.0.254
    ip rule add fwmark 0x1 table 100 pref 1000
    iptables -t mangle -A OUTPUT -p udp --dport 53 -j MARK --set-mark 0x1
  `));
}

function nearClaims(claims: readonly string[][]): fc.Arbitrary<string> {
  return fc.oneof(
    nearWords(claims).map((words) => words.join(' ')),
    nearText(claims.map((words) => words.join(' '))),
  );
}

const NO_ENDS: ReadonlySet<string> = new Set();

/** Sets of packets in words. */
export const packetSetTarget: Target<string> = {
  name: 'packet-sets',
  shape: TEXT,
  inputs: () => nearClaims(CLAIMS.map((words) => words.slice(1))),
  run: (text) => {
    const names = new HostNames(smallHost());
    const { parts } = readPacketWords(new WordCursor(text), NO_ENDS, names);
    return parts.map(({ predicate }) => predicate(smallHost().namespace, names));
  },
  allowed: [{ of: ParseError }],
  milliseconds: 1000,
  runs: 100,
};

/** Claims in words, with the packets that they are about. */
export const claimTarget: Target<string> = {
  name: 'claims',
  shape: TEXT,
  inputs: () => nearClaims(CLAIMS),
  run: (text) => {
    const { holds, statement } = proveClaim(smallHost(), text);
    return [holds, statement];
  },
  allowed: [{ of: ParseError }],
  milliseconds: 5000,
  share: 4,
  runs: 8,
};
