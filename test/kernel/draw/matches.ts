import fc from 'fast-check';
import { marks, protocols, sports, type Pool } from './pool.js';
import { rareMatch } from './rare-matches.js';
import { after, maybe, not, weighted, words } from './words.js';

const DEVICE_MATCHES = (option: string): fc.Arbitrary<string> =>
  not(after(option, fc.constantFrom('eth0', 'eth1', 'eth+', 'lo')));

/** The parts that most rules have: addresses, devices, ports, mark. */
export function plainMatch(pool: Pool): fc.Arbitrary<string> {
  const [s, d] =
    pool.family === 4
      ? [
          ['10.0.0.0/16', '10.0.1.1', '30.0.0.0/8'],
          ['20.1.0.0/16', '20.1.2.3', '10.0.0.0/8'],
        ]
      : [
          ['fd00::/32', 'fd00:1::1', '2001:db8:3::/48'],
          ['2001:db8:1::/48', '2001:db8:1:2::3', 'fd00::/16'],
        ];
  return words(
    maybe(not(after('-s', fc.constantFrom(...s)))),
    maybe(not(after('-d', fc.constantFrom(...d)))),
    maybe(fc.oneof(DEVICE_MATCHES('-i'), DEVICE_MATCHES('-o'))),
    maybe(
      words(
        after('-p', protocols),
        maybe(not(after('--dport', fc.constantFrom('53', '25:80', ':1000')))),
        maybe(after('--sport', sports)),
      ),
    ),
    maybe(words('-m mark', not(after('--mark', marks)))),
  );
}

/** Any of the match extensions that are simulated, seldom two. */
export function wideMatch(pool: Pool): fc.Arbitrary<string> {
  const one = extension(pool);
  return weighted(
    [2, plainMatch(pool)],
    [5, one],
    [2, words(one, after('-m mark --mark', marks))],
    [2, rareMatch(pool)],
  );
}

function extension({ family, own, senders, destinations }: Pool): fc.Arbitrary<string> {
  const states = fc.constantFrom(
    'NEW',
    'ESTABLISHED',
    'INVALID',
    'UNTRACKED',
    'DNAT',
    'SNAT',
    'NEW,DNAT',
    'NEW,ESTABLISHED',
    'RELATED',
  );
  const limits = fc.constantFrom('', '--limit-iface-in', '--limit-iface-out');
  const types = fc.constantFrom('LOCAL', 'UNICAST', 'BROADCAST', 'LOCAL,UNICAST', 'MULTICAST');
  const addresses = fc.constantFrom(...own, ...senders, ...destinations);
  const ranges =
    family === 4
      ? ['10.0.0.0-10.0.0.99', '20.1.2.3-20.1.2.9', '8.8.8.8-30.0.0.5']
      : ['fd00::1-fd00::99', '2001:db8:1:2::3-2001:db8:1:2::9', '2001:db8::-2001:db8:ffff::'];
  const hops = family === 4 ? 'ttl' : 'hl';
  const icmp =
    family === 4
      ? words('-p icmp -m icmp', not(after('--icmp-type', fc.constantFrom('8', 'any', '3/1', '0'))))
      : words(
          '-p ipv6-icmp -m icmp6',
          not(after('--icmpv6-type', fc.constantFrom('128', '1/3', '129'))),
        );
  return weighted(
    [3, words('-m conntrack', not(after('--ctstate', states)))],
    [1, words('-m state', not(after('--state', states)))],
    [3, words('-m connmark', not(after('--mark', marks)))],
    [
      1,
      words(
        '-m tos',
        not(
          after('--tos', fc.constantFrom('0x10', '0x10/0x3f', '0', 'Minimize-Delay', '0x03/0x03')),
        ),
      ),
    ],
    [1, words('-m dscp', not(after('--dscp', fc.constantFrom('0x2e', '4', '0'))))],
    [1, after('-m dscp --dscp-class', fc.constantFrom('EF', 'CS1', 'BE'))],
    [
      1,
      after(`-m ${hops}`, fc.constantFrom(`--${hops}-eq 64`, `--${hops}-lt 3`, `--${hops}-gt 1`)),
    ],
    [1, words('-m length', not(after('--length', fc.constantFrom('60', '0:40', '36:', '28'))))],
    [
      1,
      words(
        after('-p', protocols),
        '-m multiport',
        not(after('--dports', fc.constantFrom('25,53', '1:79', '80,5000:5005'))),
      ),
    ],
    [
      1,
      words(
        after('-p', protocols),
        '-m multiport',
        after('--sports', fc.constantFrom('2000', '7,80,5001', '5000:5009')),
      ),
    ],
    [
      1,
      words(
        after('-p', protocols),
        '-m multiport',
        not(after('--ports', fc.constantFrom('53,7', '80'))),
      ),
    ],
    [1, words('-m iprange', not(after('--src-range', fc.constantFrom(...ranges))))],
    [1, words('-m iprange', not(after('--dst-range', fc.constantFrom(...ranges))))],
    [
      1,
      words(
        '-m addrtype',
        not(after('--dst-type', types)),
        family === 4 ? limits : fc.constant(''),
      ),
    ],
    [
      1,
      words(
        '-m addrtype',
        not(after('--src-type', types)),
        family === 4 ? limits : fc.constant(''),
      ),
    ],
    [1, words('-m owner', not(after('--uid-owner', fc.constantFrom('0', '1000', '0-999'))))],
    [1, words('-m owner', not(fc.constant('--socket-exists')))],
    [1, icmp],
    [
      1,
      fc.constantFrom(
        '-p tcp --syn',
        '-p tcp ! --syn',
        '-p tcp --tcp-flags SYN,RST,ACK SYN',
        '-p tcp --tcp-flags ALL SYN,ACK',
      ),
    ],
    [
      1,
      words(not(after('-p', fc.constantFrom('udp', 'tcp', family === 4 ? 'icmp' : 'ipv6-icmp')))),
    ],
    [1, words(not(after('-s', addresses)))],
    [1, words(not(after('-d', addresses)))],
    [1, fc.constant('-m comment --comment why')],
  );
}
