import fc from 'fast-check';
import { assertNever } from '../../../src/assert-never.js';
import { marks, type Pool } from './pool.js';
import { after, maybe, weighted, words } from './words.js';

/** The tables of iptables. */
export type Table = 'raw' | 'mangle' | 'nat' | 'filter';

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
  const quiet = fc.constantFrom('-j NFLOG --nflog-group 30', '-j LOG', '-j LOG --log-prefix x');
  const common = weighted([3, setMark], [2, verdict], [2, connmark], [1, goto], [0.3, quiet]);
  const hops =
    family === 4
      ? after('-j TTL', fc.constantFrom('--ttl-set 9', '--ttl-dec 1', '--ttl-inc 3'))
      : after('-j HL', fc.constantFrom('--hl-set 9', '--hl-dec 1', '--hl-inc 3'));
  switch (table) {
    case 'raw':
      return weighted([4, common], [2, fc.constantFrom('-j CT --notrack', '-j NOTRACK')]);
    case 'mangle':
      return weighted([8, common], [2, tos], [1, hops]);
    case 'nat':
      return family === 4 ? weighted([2, common], [6, translation]) : common;
    case 'filter':
      return common;
    default:
      return assertNever(table);
  }
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
