import fc from 'fast-check';
import { plainMatch, wideMatch } from './matches.js';
import type { Pool } from './pool.js';
import { setMapping, setMatch } from './sets.js';
import { setMark, targets, verdict, type Table } from './targets.js';
import { after, maybe, weighted, words } from './words.js';

/** The chains of a table that rules are put in. */
export const CHAINS: Readonly<Record<Table, readonly string[]>> = {
  raw: ['PREROUTING', 'OUTPUT', 'one'],
  mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'OUTPUT', 'POSTROUTING', 'one', 'two'],
  nat: ['PREROUTING', 'OUTPUT', 'POSTROUTING', 'INPUT', 'one'],
  filter: ['INPUT', 'FORWARD', 'OUTPUT', 'one', 'two'],
  security: ['INPUT', 'FORWARD', 'OUTPUT', 'one'],
};

/** Commands of iptables in one table with the matches and targets that were drawn from the beginning. */
export function plainChainCommands(pool: Pool, table: Table): fc.Arbitrary<string> {
  return chainCommands(pool, table, plainMatch(pool), weighted([3, setMark], [2, verdict]));
}

/** Commands of iptables in one table with matches on sets. */
export function setChainCommands(pool: Pool, table: Table): fc.Arbitrary<string> {
  const match = weighted(
    [5, setMatch()],
    [1, words(setMatch(), setMatch())],
    [1, plainMatch(pool)],
  );
  const maps = table === 'mangle' ? 3 : 0.1;
  const does = weighted([5, setMark], [maps, setMapping()], [1, verdict]);
  return chainCommands(pool, table, match, does);
}

/** Commands of iptables that translate most connections, and rules that ask of what kind a packet's connection is. */
export function translationCommands(pool: Pool): fc.Arbitrary<string> {
  const few = weighted([3, fc.constant('')], [1, plainMatch(pool)]);
  // SNAT would show the ports that the kernel picks where two connections would have the same tuple.
  const states = fc.constantFrom('DNAT', 'DNAT', 'DNAT,INVALID', 'NEW', 'ESTABLISHED', 'INVALID');
  const asked = words(
    '-m conntrack',
    fc.constantFrom('', '', '!'),
    after('--ctstate', states),
    setMark,
  );
  return weighted(
    [3, chainCommands(pool, 'nat', few, targets(pool, 'nat'))],
    [1, chainCommands(pool, 'mangle', fc.constant(''), asked)],
  );
}

/** Commands of iptables in one table, with all that is simulated. */
export function wideChainCommands(pool: Pool, table: Table): fc.Arbitrary<string> {
  return chainCommands(pool, table, wideMatch(pool), targets(pool, table));
}

function chainCommands(
  { family }: Pool,
  table: Table,
  match: fc.Arbitrary<string>,
  target: fc.Arbitrary<string>,
): fc.Arbitrary<string> {
  const chain = fc.constantFrom(...CHAINS[table]);
  const number = fc.constantFrom(1, 2, 3);
  const start = `${family === 4 ? 'iptables' : 'ip6tables'} -t ${table}`;
  return weighted(
    [10, words(start, after('-A', chain), match, target)],
    [2, words(start, after('-I', chain), maybe(number.map(String)), match, target)],
    [1, words(start, after('-D', chain), number.map(String))],
    [1, words(start, after('-R', chain), number.map(String), match, target)],
    [
      3,
      words(
        start,
        fc.constantFrom('-N one', '-N two', '-N one', '-X one', '-E one two', '-F', '-F one', '-X'),
      ),
    ],
    [1, words(start, after('-P', chain), fc.constantFrom('ACCEPT', 'DROP'))],
    [1, words(start, fc.constantFrom('-Z', '-Z OUTPUT', '-Z OUTPUT 1'))],
  );
}
