import fc from 'fast-check';
import { marks, protocols, tables, type Pool } from './pool.js';
import { after, maybe, weighted, words } from './words.js';

/** `ip rule` commands that change the database; `wide` draws what is rare too. */
export function ruleCommands(pool: Pool, wide: boolean): fc.Arbitrary<string> {
  const start = pool.family === 4 ? 'ip rule' : 'ip -6 rule';
  const selector = words(
    maybe(fc.constant('not')),
    maybe(after('from', fc.constantFrom(...pool.sources))),
    maybe(after('to', fc.constantFrom(...pool.targets))),
    maybe(after('iif', fc.constantFrom('lo', 'eth0', 'eth1', 'nosuch'))),
    maybe(after('oif', fc.constantFrom('eth1', 'eth2'))),
    maybe(after('fwmark', marks), 2),
    maybe(after('tos', fc.constantFrom(...pool.toses))),
    maybe(after('ipproto', protocols)),
    maybe(after('dport', fc.constantFrom('53', '25-80'))),
    maybe(after('sport', fc.constantFrom('2000', '1-999'))),
    maybe(after('uidrange', fc.constantFrom('0-0', '1000-2000'))),
  );
  const suppress = after(
    'suppress_prefixlength',
    fc.constantFrom(0, 8, 16, ...(wide ? [24, 32, 48, 64] : [])),
  );
  const lookup = words(after('lookup', tables), maybe(suppress));
  const rare = weighted(
    [2, words(after('lookup', tables), after('suppress_ifgroup', fc.constantFrom(0, 7)))],
    [4, after('goto', fc.constantFrom(20, 30, 40, 50, 60))],
    [1, fc.constant('nop')],
  );
  const rareSelector = weighted(
    [2, selector],
    [1, words(after('tos', fc.constantFrom(...pool.toses)), maybe(after('fwmark', marks)))],
    [1, after('dscp', fc.constantFrom('EF', '4', '0', 'CS1'))],
    [1, after('dport', fc.constantFrom('0x10/0xf0', '80/0xfff0', '1000'))],
    [1, after('sport', fc.constantFrom('0x7d0/0xfff0', '5000-5004'))],
    [1, after('fwmark', fc.constantFrom('0x1/0x1', '0x2/0x2', '0x100/0xff00', '0/0xff'))],
    [
      1,
      words(
        after('iif', fc.constantFrom('eth0', 'eth1', 'eth2', 'lo')),
        maybe(after('fwmark', marks)),
      ),
    ],
    [1, words(after('protocol', fc.constantFrom('static', '7')), maybe(after('fwmark', marks)))],
  );
  const error = fc.constantFrom('blackhole', 'unreachable', 'prohibit');
  const action = wide
    ? weighted([5, lookup], [1, error], [2, rare])
    : weighted([5, lookup], [2, error]);
  const chosen = wide ? rareSelector : selector;
  const priority = maybe(after('priority', fc.constantFrom(10, 20, 30, 40, 50, 32766)), 4);
  return weighted(
    [6, words(start, 'add', priority, chosen, action)],
    [1, words(start, 'del', priority, chosen, maybe(action))],
  );
}
