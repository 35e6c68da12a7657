import fc from 'fast-check';
import { lookups } from './lookups.js';
import { devices, tables, type Pool } from './pool.js';
import type { Table } from './targets.js';
import { after, maybe, weighted, words } from './words.js';

/** How `ip` is to write: one line each, as JSON, with what it leaves out otherwise. */
const style = fc.constantFrom('', '', '-o ', '-j ', '-d ', '-N ', '-j -p ', '-d -o ', '-j -d ');

/** Commands that print what is there, in all the forms that the tools have. */
export function listings(pool: Pool): fc.Arbitrary<string> {
  const { family } = pool;
  const ip = style.map((options) => `ip ${options}-${family}`);
  const prefixes = fc.constantFrom(...pool.prefixes);
  const route = words(
    ip,
    fc.constantFrom('route', 'route show', 'route list'),
    maybe(after('table', fc.oneof(tables, fc.constantFrom('all', '253', 'cache', 'nosuch')))),
    weighted(
      [3, fc.constant('')],
      [1, after('root', prefixes)],
      [1, after('match', prefixes)],
      [1, after('exact', prefixes)],
      [1, prefixes],
    ),
    maybe(after('dev', devices), 0.5),
    maybe(after('via', fc.constantFrom(...pool.gateways)), 0.3),
    maybe(after('proto', fc.constantFrom('kernel', 'static', 'boot', '7')), 0.3),
    maybe(after('type', fc.constantFrom('local', 'unicast', 'blackhole', 'broadcast')), 0.3),
    maybe(after('scope', fc.constantFrom('link', 'host', 'global')), 0.2),
  );
  const rule = words(
    ip,
    fc.constantFrom('rule', 'rule show', 'rule list'),
    weighted(
      [3, fc.constant('')],
      [1, after('pref', fc.constantFrom(0, 10, 20, 32766))],
      [1, after('table', tables)],
      [1, after('fwmark', fc.constantFrom('1', '0x12/0xf0'))],
      [1, after('from', fc.constantFrom(...pool.sources))],
      [1, after('iif', fc.constantFrom('eth0', 'lo'))],
    ),
  );
  const address = words(
    ip,
    fc.constantFrom('addr', 'addr show', 'addr list'),
    maybe(after('dev', fc.oneof(devices, fc.constantFrom('lo', 'nosuch')))),
    maybe(fc.constantFrom('up', 'primary', 'secondary', 'permanent', 'scope global', 'scope host')),
    maybe(after('to', prefixes), 0.3),
  );
  const link = words(
    style.map((options) => `ip ${options}link show`),
    fc.constantFrom('', 'dev eth0', 'eth1', 'up', 'group 7', 'type veth', 'type ifb', 'nosuch'),
  );
  const neighbour = words(
    ip,
    'neigh show',
    maybe(after('dev', devices)),
    maybe(fc.constantFrom('nud permanent', 'nud reachable', 'nud failed', 'nud stale')),
  );
  const brief = fc.constantFrom(
    `ip -br -${family} addr`,
    'ip -br link',
    'ip -j -br link',
    `ip -br -${family} addr show dev eth1`,
    `ip -c=never -${family} route`,
    `ip -${family} -o -br addr show up`,
  );
  const asked = words(ip, lookups(pool));
  return weighted(
    [4, route],
    [3, rule],
    [2, address],
    [1, link],
    [1, neighbour],
    [1, brief],
    [4, asked],
  );
}

/** What iptables prints and edits beside single rules. */
export function tableListings({ family }: Pool, table: Table): fc.Arbitrary<string> {
  const tool = family === 4 ? 'iptables' : 'ip6tables';
  const start = `${tool} -t ${table}`;
  const chain = fc.constantFrom('OUTPUT', 'PREROUTING', 'INPUT', 'one', 'two', 'nosuch');
  const number = fc.constantFrom('1', '2', '9');
  const list = words(
    start,
    after('-L', maybe(words(chain, maybe(number)))),
    maybe(fc.constant('-n'), 6),
    maybe(fc.constant('-v')),
    maybe(fc.constant('-x')),
    maybe(fc.constant('--line-numbers')),
  );
  const specifications = words(
    start,
    after('-S', maybe(words(chain, maybe(number)))),
    maybe(fc.constant('-v')),
  );
  const saved = words(
    `${tool}-save`,
    maybe(fc.constantFrom('-c', '-t mangle', '-c -t filter', '-t raw')),
  );
  const chains = words(
    start,
    weighted(
      [2, after('-E', words(chain, fc.constantFrom('one', 'two', 'three')))],
      [2, after('-Z', maybe(words(chain, maybe(number))))],
      [1, after('-X', maybe(chain))],
      [1, after('-N', chain)],
      [1, after('-F', maybe(chain))],
      [1, words(after('-P', chain), fc.constantFrom('ACCEPT', 'DROP', 'RETURN'))],
      [1, words(after('-D', chain), number)],
      [1, words(after('-C', chain), fc.constantFrom('-j ACCEPT', '-p udp -j MARK --set-mark 1'))],
    ),
  );
  const counted = words(
    start,
    weighted(
      [3, after('-A', chain)],
      [1, after('-I', chain)],
      [1, words(after('-R', chain), number)],
    ),
    fc.constantFrom('-c 5 700', '--set-counters 3 99', '-c 1', '-c x 5'),
    fc.constantFrom('-j ACCEPT', '-p udp -j RETURN', '-m mark --mark 1'),
  );
  const spelled = fc.constantFrom(
    `${tool} --table ${table} --append OUTPUT --protocol udp --jump ACCEPT`,
    `${tool} --table=${table} --insert OUTPUT 1 --out-interface eth0 --jump=RETURN`,
    `${tool} -t${table} -AOUTPUT -oeth1 -jACCEPT`,
    `${tool} -w 1 -t ${table} -A OUTPUT -j ACCEPT`,
    `${tool} -t ${table} --list-rules OUTPUT`,
    `${tool} -t ${table} --delete OUTPUT -o eth1 -j ACCEPT`,
    `${tool} -t ${table} --check OUTPUT -p 17 -j ACCEPT`,
    `${tool} -4 -t ${table} -A OUTPUT`,
    `${tool} -t ${table} -vA OUTPUT -j ACCEPT`,
    `${tool} -t ${table} -nvL OUTPUT --line-numbers`,
    `${tool} -t ${table} --zero --list OUTPUT -v`,
    `${tool} -t ${table} -A OUTPUT -j nosuch`,
    `${tool} -t ${table} -A OUTPUT -s 10.0.0.0/8,20.0.0.0/8 -j ACCEPT`,
    `${tool} -t ${table} --policy OUTPUT DROP`,
    `${tool} -t ${table} --rename-chain one three`,
    `${tool} -t ${table} --flush --zero`,
  );
  return weighted(
    [3, list],
    [2, specifications],
    [2, saved],
    [3, chains],
    [1, counted],
    [1, spelled],
  );
}

/** A dump of one table, given to iptables-restore: rules with counters, chains with policies, now and then a line that fails. */
export function restores(
  { family }: Pool,
  table: Table,
  chains: readonly string[],
): fc.Arbitrary<string> {
  const tool = family === 4 ? 'iptables-restore' : 'ip6tables-restore';
  const builtin = fc.constantFrom(...chains);
  const counters = fc.constantFrom('', '[0:0]', '[3:120]', '[7:4200]');
  const rule = words(
    counters,
    weighted(
      [6, words(after('-A', builtin))],
      [2, fc.constant('-A one')],
      [1, words(after('-I', builtin), '1')],
      [0.3, fc.constant('-A nosuch')],
    ),
    fc.constantFrom('-p udp', '-p tcp -m tcp --dport 25', '-i eth0', '-m mark --mark 0x1', ''),
    fc.constantFrom('-j ACCEPT', '-j MARK --set-xmark 0x1/0xffffffff', '-j one', '-j DROP', ''),
  );
  const heads = fc
    .subarray([...chains])
    .chain((named) =>
      fc.tuple(
        ...named.map((name) =>
          fc
            .tuple(fc.constantFrom('ACCEPT', 'DROP', '-'), counters)
            .map(([policy, count]) => `:${name} ${policy} ${count}`.trimEnd()),
        ),
      ),
    );
  const lines = fc
    .tuple(heads, fc.boolean(), fc.array(rule, { maxLength: 5 }))
    .map(([built, one, rules]) => [
      `*${table}`,
      ...built,
      ...(one ? [':one - [0:0]'] : []),
      ...rules,
      'COMMIT',
    ]);
  return fc
    .tuple(fc.constantFrom('', ' -n', ' -c', ' -n -c', ' -t', ' -n -c -v', ' -T mangle'), lines)
    .map(([options, dump]) => `${tool}${options} <<'END'\n${dump.join('\n')}\nEND`);
}
