import fc from 'fast-check';
import { assertNever } from '../../../src/assert-never.js';
import { marks, type Pool } from './pool.js';
import { after, maybe, weighted, words } from './words.js';

/** The tables of iptables. */
export type Table = 'raw' | 'mangle' | 'nat' | 'filter' | 'security';

export const setMark = fc
  .tuple(
    fc.constantFrom('--set-mark', '--set-xmark', '--and-mark', '--or-mark', '--xor-mark'),
    marks,
  )
  .map(
    ([option, mark]) =>
      `-j MARK ${option} ${option.startsWith('--set') ? mark : mark.replace(/\/.*/, '')}`,
  );
export const verdict = fc.constantFrom('', '-j ACCEPT', '-j DROP', '-j RETURN', '-j one', '-j two');

const connmark = weighted(
  [2, after('-j CONNMARK --set-mark', marks)],
  [1, after('-j CONNMARK --set-xmark', marks)],
  [1, after('-j CONNMARK --or-mark', fc.constantFrom('1', '0x10'))],
  [2, words('-j CONNMARK --save-mark', maybe(masks()))],
  [3, words('-j CONNMARK --restore-mark', maybe(masks()))],
);

function masks(): fc.Arbitrary<string> {
  return fc.constantFrom('--nfmask 0xf --ctmask 0xff', '--mask 0xf0', '--ctmask 0xf', '--nfmask 0');
}

const tos = weighted(
  [2, after('-j TOS --set-tos', fc.constantFrom('0x10', '0x08/0x1c', '0', '0xb8'))],
  [1, after('-j TOS', fc.constantFrom('--or-tos 0x04', '--and-tos 0xf0', '--xor-tos 0x03'))],
  [1, after('-j DSCP', fc.constantFrom('--set-dscp 4', '--set-dscp-class EF', '--set-dscp 0'))],
);

/** What rules of a table do. */
export function targets({ family }: Pool, table: Table): fc.Arbitrary<string> {
  const goto = fc.constantFrom('-g one', '-g two');
  const quiet = fc.constantFrom(
    '-j NFLOG --nflog-group 30',
    '-j LOG',
    '-j LOG --log-prefix x --log-level debug',
    '-j LOG --log-uid --log-ip-options',
    '-j NFLOG --nflog-prefix y --nflog-threshold 5',
  );
  const common = weighted([3, setMark], [2, verdict], [2, connmark], [1, goto], [0.3, quiet]);
  const hops =
    family === 4
      ? after('-j TTL', fc.constantFrom('--ttl-set 9', '--ttl-dec 1', '--ttl-inc 3'))
      : after('-j HL', fc.constantFrom('--hl-set 9', '--hl-dec 1', '--hl-inc 3'));
  switch (table) {
    case 'raw':
      return weighted(
        [4, common],
        [2, fc.constantFrom('-j CT --notrack', '-j NOTRACK')],
        [0.3, fc.constant('-j TRACE')],
      );
    case 'mangle':
      return weighted(
        [8, common],
        [2, tos],
        [1, hops],
        [1, segmentSize],
        [0.5, idleSet],
        [1, changingSet],
        [
          1,
          family === 4 ? fc.oneof(tproxy, proxyAt('127.0.0.1')) : fc.oneof(tproxy, proxyAt('::1')),
        ],
      );
    case 'nat':
      return weighted([2, common], [6, family === 4 ? translation : translation6]);
    case 'filter':
      return weighted([8, common], [2, reject(family)]);
    case 'security':
      return common;
    default:
      return assertNever(table);
  }
}

function reject(family: 4 | 6): fc.Arbitrary<string> {
  const answers =
    family === 4
      ? [
          'icmp-port-unreachable',
          'icmp-host-prohibited',
          'icmp-admin-prohibited',
          'icmp-net-unreachable',
        ]
      : ['icmp6-port-unreachable', 'icmp6-adm-prohibited', 'no-route', 'addr-unreachable'];
  return weighted(
    [2, fc.constant('-j REJECT')],
    [2, after('-j REJECT --reject-with', fc.constantFrom(...answers))],
    [
      1,
      fc.constantFrom(
        '-p tcp -j REJECT --reject-with tcp-reset',
        '-j REJECT --reject-with tcp-reset',
      ),
    ],
  );
}

const segmentSize = fc.constantFrom(
  '-p tcp --syn -j TCPMSS --clamp-mss-to-pmtu',
  '-p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1000',
  '-p udp -j TCPMSS --set-mss 1000',
);

/** What changes sets by what packets have. */
const changingSet = fc.constantFrom(
  '-j SET --add-set seen src',
  '-j SET --add-set seen dst --exist',
  '-j SET --del-set seen src',
  '-j SET --add-set knocks src,dst',
  '-j SET --add-set knocks dst,dst --del-set seen dst',
  '-j SET --del-set knocks src,dst --add-set seen src --timeout 60',
  '-j SET --add-set masked dst,dst',
  '-j SET --add-set services src,dst',
  '-j SET --add-set more dst',
  '-j SET --add-set peers dst,dst,src --exist',
);

/** What changes no set: the sets have no values, and no entries for fewer sides than dimensions. */
const idleSet = fc.constantFrom(
  '-j SET --map-set nets src --map-mark',
  '-j SET --map-set both dst,dst --map-queue --map-prio',
  '-j SET --add-set pairs src --exist',
  '-j SET --del-set peers dst,dst --add-set services src --timeout 5',
);

/** To the sockets that scripts open: see script.ts. */
const tproxy = fc.constantFrom(
  '-p tcp -j TPROXY --on-port 8080 --tproxy-mark 1',
  '-p udp -j TPROXY --on-port 8080',
  '-p udp -j TPROXY --on-port 8082 --tproxy-mark 1',
  '-p tcp --dport 80 -j TPROXY --on-port 0 --tproxy-mark 1',
  '-j TPROXY --on-port 8080',
);

function proxyAt(address: string): fc.Arbitrary<string> {
  return fc
    .constantFrom('8080', '8081')
    .map((port) => `-p tcp -j TPROXY --on-port ${port} --on-ip ${address} --tproxy-mark 0x10/0xf0`);
}

const translation = weighted(
  [
    3,
    after(
      '-j DNAT --to-destination',
      fc.constantFrom('20.1.2.9', '10.0.1.9', '10.0.0.1', '127.0.0.1', '20.9.9.9', '10.0.2.77'),
    ),
  ],
  [
    1,
    after(
      '-p tcp -j DNAT --to-destination',
      fc.constantFrom('20.1.2.9:8080', '10.0.1.1:80', ':8080'),
    ),
  ],
  [1, after('-p udp -j DNAT --to-destination', fc.constantFrom('20.1.2.9:8080', '10.0.1.9:53'))],
  [
    3,
    after('-j SNAT --to-source', fc.constantFrom('10.0.1.1', '10.0.2.1', '99.9.9.9', '10.0.0.1')),
  ],
  [3, fc.constant('-j MASQUERADE')],
  [
    1,
    fc.constantFrom(
      '-j REDIRECT',
      '-p tcp -j REDIRECT --to-ports 80',
      '-p udp -j REDIRECT --to-ports 8080',
    ),
  ],
  [1, after('-j NETMAP --to', fc.constantFrom('20.1.9.0/24', '10.0.1.0/24'))],
);

const translation6 = weighted(
  [
    3,
    after(
      '-j DNAT --to-destination',
      fc.constantFrom(
        '2001:db8:1:2::9',
        'fd00:1::9',
        'fd00:0::1',
        '::1',
        '2001:db8:9::9',
        '[fd00:2::77]',
      ),
    ),
  ],
  [
    1,
    after(
      '-p tcp -j DNAT --to-destination',
      fc.constantFrom('[2001:db8:1:2::9]:8080', '[fd00:1::1]:80', ':8080'),
    ),
  ],
  [
    1,
    after(
      '-p udp -j DNAT --to-destination',
      fc.constantFrom('[2001:db8:1:2::9]:8080', 'fd00:1::9'),
    ),
  ],
  [
    3,
    after(
      '-j SNAT --to-source',
      fc.constantFrom('fd00:1::1', 'fd00:2::1', '2001:db8:99::9', 'fd00:0::1'),
    ),
  ],
  [3, fc.constant('-j MASQUERADE')],
  [
    1,
    fc.constantFrom(
      '-j REDIRECT',
      '-p tcp -j REDIRECT --to-ports 80',
      '-p udp -j REDIRECT --to-ports 8080',
    ),
  ],
  [1, after('-j NETMAP --to', fc.constantFrom('2001:db8:9::/64', 'fd00:1::/64'))],
);
