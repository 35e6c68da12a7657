import fc from 'fast-check';
import { devices, tables, type Pool } from './pool.js';
import { after, maybe, weighted, words } from './words.js';

const SINGLES = [1, 2, 3, 4] as const;
const GROUPS = [10, 11] as const;
const singles = fc.constantFrom(...SINGLES);
const groups = fc.constantFrom(...GROUPS);

/**
 * Nexthop objects, and the routes over them. In IPv6 all routes over one object share what the kernel has cached of the first of them that was
 * asked for, so that each object has one prefix there.
 */
export function nexthopObjectCommands(pool: Pool): fc.Arbitrary<string> {
  const { family } = pool;
  const gateways = fc.constantFrom(...pool.gateways);
  const way = weighted(
    [6, words(after('via', gateways), after('dev', devices), maybe(fc.constant('onlink'), 0.2))],
    [1, after('dev', devices)],
    [0.5, fc.constant('blackhole')],
    [0.5, after('via', gateways)],
  );
  const verb = fc.constantFrom('add', 'add', 'replace');
  const protocol = maybe(after('proto', fc.constantFrom('static', 'bgp')), 0.3);
  const tool = family === 4 ? 'ip' : 'ip -6';
  return weighted(
    [5, words(tool, 'nexthop', verb, after('id', singles), way, protocol)],
    [4, words('ip nexthop', verb, after('id', groups), after('group', members), groupType)],
    [6, family === 4 ? routes4(pool) : routes6(pool)],
    [1, words('ip nexthop del', after('id', fc.oneof(singles, groups)))],
    [1, words('ip nexthop', listing)],
    [0.3, words('ip nexthop flush', fc.constantFrom('', 'proto 4', 'groups', 'dev eth1'))],
  );
}

const member = fc
  .tuple(singles, fc.constantFrom('', '', ',2', ',5', ',300'))
  .map(([id, weight]) => `${id}${weight}`);
const members = fc
  .uniqueArray(member, {
    minLength: 1,
    maxLength: 4,
    selector: (text) => text.split(',')[0],
  })
  .map((all) => all.join('/'));
const groupType = weighted(
  [4, fc.constant('')],
  [1, fc.constant('type mpath')],
  [1, after('type resilient buckets', fc.constantFrom(1, 4, 7, 32))],
);
const listing = fc.constantFrom(
  '',
  'list',
  'show dev eth1',
  'show groups',
  'show proto 4',
  'get id 1',
  'show id 10',
);

/** Of one table and without metric the routes to one prefix, and those over one object, are few. */
function routes4({ prefixes, own }: Pool): fc.Arbitrary<string> {
  const key = words(
    fc.constantFrom(...prefixes),
    maybe(after('metric', fc.constantFrom(5, 10)), 0.5),
    maybe(after('table', tables), 0.3),
  );
  const nhid = after('nhid', fc.oneof(singles, groups, groups));
  const source = maybe(after('src', fc.constantFrom(...own.slice(0, 3))), 0.3);
  const verb = fc.constantFrom('add', 'add', 'append', 'prepend', 'replace', 'change');
  return weighted(
    [5, words('ip route', verb, key, source, nhid)],
    [1, words('ip route del', key, maybe(nhid))],
    [0.5, words('ip route add', fc.constantFrom('local', 'unreachable'), key, nhid)],
  );
}

function routes6({ prefixes }: Pool): fc.Arbitrary<string> {
  const route = fc
    .constantFrom(...SINGLES, ...GROUPS)
    .map((id) => `${prefixes[[...SINGLES, ...GROUPS].indexOf(id) + 4] ?? 'default'} nhid ${id}`);
  const verb = fc.constantFrom('add', 'add', 'append', 'replace', 'change');
  return weighted([5, words('ip -6 route', verb, route)], [1, words('ip -6 route del', route)]);
}
