import fc from 'fast-check';
import { weighted } from '../words.js';
import { header, type RulePlace } from './place.js';
import { addresses, compared, DSCP, PORTS } from './values.js';

/** Matches on the headers of packets. */
export function headerMatch({ pool }: RulePlace): fc.Arbitrary<string> {
  const ip = header(pool);
  const found = addresses(pool);
  const hops = { single: ['1', '2', '64', '63', '9'], wide: ['1-3'], ordered: true };
  const masked =
    pool.family === 4
      ? fc.constantFrom(
          'ip saddr & 255.255.0.0 == 10.0.0.0',
          'ip daddr & 0.0.0.255 == 0.0.0.9',
          'ip daddr & 255.255.255.0 != 20.1.2.0',
        )
      : fc.constantFrom('ip6 saddr & ffff:: == fd00::', 'ip6 daddr & ::ff != ::9');
  const both = fc
    .tuple(fc.constantFrom(...found.single), fc.constantFrom(...PORTS.single))
    .chain(([address, port]) =>
      fc.constantFrom(
        `${ip} daddr . udp dport { ${address} . ${port} }`,
        `${ip} daddr . tcp dport { ${address} . ${port}, ${found.single[0]} . 20-90 }`,
        `${ip} saddr . ${ip} daddr { ${found.single[5]} . ${address}, ${found.single[3]} . ${found.single[8]} }`,
        `meta l4proto . th dport { udp . ${port}, tcp . 80 }`,
        `iifname . ${ip} daddr { "eth0" . ${address}, "eth2" . ${found.single[7]} }`,
      ),
    );
  return weighted(
    [4, compared(`${ip} saddr`, found)],
    [5, compared(`${ip} daddr`, found)],
    [0.5, masked],
    [1, compared(`${ip} dscp`, DSCP)],
    [1, compared(pool.family === 4 ? 'ip ttl' : 'ip6 hoplimit', hops)],
    [1, pool.family === 4 ? ipv4Only() : ipv6Only()],
    [3, compared('udp dport', PORTS)],
    [3, compared('tcp dport', PORTS)],
    [1, compared('tcp sport', PORTS)],
    [1, compared('udp sport', PORTS)],
    // Of protocols without ports it reads what packets don't have here.
    [1, compared('meta l4proto { tcp, udp } th dport', PORTS)],
    [1, tcpFlags],
    [1, pool.family === 4 ? icmp : icmp6],
    [2, both],
  );
}

function ipv4Only(): fc.Arbitrary<string> {
  return weighted(
    [2, compared('ip protocol', { single: ['tcp', 'udp', 'icmp', '47', 'esp'] })],
    [1, compared('ip length', { single: ['28', '36', '40', '60'], wide: ['0-40'], ordered: true })],
    [1, compared('ip version', { single: ['4'] })],
    [0.5, compared('ip hdrlength', { single: ['5'] })],
    [1, compared('ip ecn', { single: ['not-ect', 'ce', 'ect0'] })],
  );
}

function ipv6Only(): fc.Arbitrary<string> {
  return weighted(
    [2, compared('ip6 nexthdr', { single: ['tcp', 'udp', 'ipv6-icmp', '47', 'esp'] })],
    [1, compared('ip6 version', { single: ['6'] })],
    [1, compared('ip6 ecn', { single: ['not-ect', 'ce', 'ect0'] })],
    [0.5, fc.constantFrom('exthdr frag exists', 'exthdr hbh missing')],
  );
}

const tcpFlags = fc.constantFrom(
  'tcp flags syn',
  'tcp flags == syn',
  'tcp flags != syn',
  'tcp flags syn,ack',
  'tcp flags { syn, ack }',
  'tcp flags syn / syn,ack',
  'tcp flags & (fin | syn | rst | ack) == syn',
  'tcp flags & (syn | rst) != 0',
  'tcp flags ! syn',
  'tcp flags != syn / syn,rst,ack,fin',
);

const icmp = weighted(
  [
    3,
    compared('icmp type', {
      single: ['echo-request', 'echo-reply', 'timestamp-request', '9', '42'],
    }),
  ],
  [1, compared('icmp code', { single: ['0', '1'], ordered: true })],
);
const icmp6 = weighted(
  [
    3,
    compared('icmpv6 type', {
      single: ['echo-request', 'echo-reply', 'nd-neighbor-solicit', '144', '200'],
    }),
  ],
  [1, compared('icmpv6 code', { single: ['0', '1'], ordered: true })],
);
