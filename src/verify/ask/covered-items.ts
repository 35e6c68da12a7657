import type { Family } from '../../address/family.js';
import { frozen } from '../../frozen.js';
import { describeAs, type Describe } from '../../host/describe.js';
import type { Host } from '../../host/host.js';
import { familyKey } from '../../namespace/namespace.js';
import type { Visits } from './visits.js';
import { tablesSeeing } from '../../netfilter/netfilter.js';
import { referTo } from '../../netfilter/table.js';

/** A rule or route, and how many packets exercised it. */
export interface CoveredItem {
  readonly kind: 'chain-rule' | 'rule' | 'route';
  readonly family: Family;
  /** Where it stands: `mangle OUTPUT rule 1`, `rule 32765`, `table smtp`. */
  readonly place: string;
  /** It as the tools print it. */
  readonly text: string;
  /** The command that made it, as it was written; null when the kernel made it. */
  readonly written: string | null;
  /** How many packets came to it; of a route those that took it. */
  readonly reached: number;
  /** How many packets met it: the rule matched, the route was found. */
  readonly met: number;
}

/** Everything that packets can exercise. */
export interface CoveredItems {
  /** Rules of chains, by table and chain. */
  readonly chainRules: readonly CoveredItem[];
  /** The `ip rule`s, by priority. */
  readonly rules: readonly CoveredItem[];
  /** Routes, by table; those that the kernel made have no command. */
  readonly routes: readonly CoveredItem[];
}

/** What was counted of the rules and routes of hosts; one that several hosts share is reported once. */
export function coveredItems(hosts: readonly Host[], visits: Visits): CoveredItems {
  const reported = new Set<object>();
  const of = (list: (listing: Listing) => readonly Listed[]): readonly CoveredItem[] =>
    hosts.flatMap((host) => {
      const describe = describeAs(host.namespace, host.machine.files);
      return ([4, 6] as const).flatMap((family) =>
        list({ host, family, describe }).flatMap(([own, item]) => {
          if (reported.has(own)) return [];
          reported.add(own);
          return [{ ...item, family, written: own.written ?? null, ...visits.of(own) }];
        }),
      );
    });
  return frozen({
    chainRules: of(listChainRules),
    rules: of(listRules),
    routes: of(listRoutes),
  });
}

/** What the items of one family are listed from. */
interface Listing {
  readonly host: Host;
  readonly family: Family;
  readonly describe: Describe;
}

/** A rule or route, and how it is reported. */
type Listed = readonly [
  own: { readonly written?: string | undefined },
  item: Pick<CoveredItem, 'kind' | 'place' | 'text'>,
];

function listChainRules({ host, family, describe }: Listing): readonly Listed[] {
  const tables = tablesSeeing(host.namespace.netfilter, family);
  return tables.flatMap((table) =>
    [...table.chains.values()].flatMap(({ name, rules }) =>
      rules.toArray().map((rule, index): Listed => {
        const place = `${referTo(table)} ${name} rule ${index + 1}`;
        return [
          rule,
          {
            kind: 'chain-rule',
            place,
            text: describe.chainRule(rule, name, family, referTo(table)),
          },
        ];
      }),
    ),
  );
}

function listRules({ host, family, describe }: Listing): readonly Listed[] {
  return host.namespace[familyKey(family)].rules
    .toArray()
    .map((rule) => [
      rule,
      { kind: 'rule', place: `rule ${rule.priority}`, text: describe.rule(rule) },
    ]);
}

function listRoutes({ host, family, describe }: Listing): readonly Listed[] {
  return [...host.namespace[familyKey(family)].tables.values()].flatMap(({ id, routes }) =>
    [...routes.values()].flat().map((route): Listed => {
      const place = `table ${describe.table(id)}`;
      return [route, { kind: 'route', place, text: describe.route(route) }];
    }),
  );
}
