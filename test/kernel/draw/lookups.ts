import fc from 'fast-check';
import { devices, ports, sports, type Pool } from './pool.js';
import { after, maybe, weighted, words } from './words.js';

/** `route get` questions, as a batch of `ip` takes them. */
export function lookups(pool: Pool): fc.Arbitrary<string> {
  const received = words(after('from', fc.constantFrom(...pool.senders)), after('iif', devices));
  const where = weighted(
    [4, fc.constant('')],
    [2, after('from', fc.constantFrom(...pool.own))],
    [3, received],
    [1, after('iif', devices)],
  );
  const transport = weighted(
    [2, fc.constant('')],
    [
      3,
      words(
        after('ipproto', fc.constantFrom('udp', 'tcp', 'icmp')),
        maybe(after('sport', sports), 4),
        maybe(after('dport', ports), 4),
      ),
    ],
    [1, after('dport', ports)],
  );
  return words(
    'route get',
    weighted([9, fc.constantFrom(...pool.destinations)], [1, fc.constantFrom(...pool.groups)]),
    where,
    maybe(after('oif', devices), 0.5),
    maybe(after('mark', fc.constantFrom('1', '2', '16', '0x12'))),
    maybe(after('tos', fc.constantFrom('0x10', '0x08', '0x1c', '0x70', '0xb8'))),
    transport,
    maybe(after('uid', fc.constantFrom(0, 1000, 1500))),
    maybe(fc.constant('fibmatch'), 0.1),
  );
}
