import { EMPTY_REQUEST, ACTION } from '../rpdb/rule-request.js';
import { addRule } from '../rpdb/edit-rules.js';
import { ROUTE_PROTOCOL } from '../fib/route.js';
import { ensureTable } from './family-tables.js';
import type { Link } from './link.js';
import { familyKey, masterOf, type Namespace } from './namespace.js';

/** The VRF in whose domain a device is: the device itself when it is one; undefined when it is in none. Source: `l3mdev_master_ifindex_rcu`. */
export function vrfOf(namespace: Namespace, link: Link | undefined): Link | undefined {
  if (link === undefined || link.kind === 'vrf') return link;
  const master = masterOf(namespace, link);
  return master?.kind === 'vrf' ? master : undefined;
}

/** The table of the domain that a device is in; undefined when it is in none. Source: `l3mdev_fib_table`. */
export function vrfTable(namespace: Namespace, link: Link): number | undefined {
  const settings = vrfOf(namespace, link)?.settings;
  return settings?.kind === 'vrf' ? settings.table : undefined;
}

/** The VRFs of a namespace, each with the ifindexes of its domain, its own first. */
export function domainsOf(
  namespace: Namespace,
): readonly { readonly vrf: Link; readonly table: number; readonly members: readonly number[] }[] {
  return namespace.links.toArray().flatMap((vrf) => {
    if (vrf.settings.kind !== 'vrf') return [];
    const ports = namespace.links.toArray().filter(({ master }) => master === vrf.index);
    return [{ vrf, table: vrf.settings.table, members: [vrf, ...ports].map(({ index }) => index) }];
  });
}

/** Gives a namespace what a new VRF brings: its tables, which stay without it, and with the first one the rules. Source: `vrf_rtable_create`, `vrf_rt6_create`, `vrf_newlink`. */
export function addVrf(namespace: Namespace, table: number): Namespace {
  const tabled = ([4, 6] as const).reduce(
    (before, family) => before.update(familyKey(family), (state) => ensureTable(state, table)),
    namespace,
  );
  return addVrfRules(tabled);
}

/** Gives a namespace the rules that its first VRF brings, once; a rule that is there already stays alone. Source: `vrf_add_fib_rules`. */
function addVrfRules(namespace: Namespace): Namespace {
  if (namespace.hadVrf) return namespace;
  const ruled = ([4, 6] as const).reduce((before, family) => {
    const key = familyKey(family);
    const state = before[key];
    const request = {
      ...EMPTY_REQUEST,
      action: ACTION.lookup,
      priority: 1000,
      l3mdev: true,
      protocol: ROUTE_PROTOCOL.kernel,
    };
    const edit = addRule(state, request, () => 0);
    if (edit.kind === 'refused') return before;
    const { rules, nextRuleId, customRules } = edit.database;
    return before.set(key, state.merge({ rules, nextRuleId, customRules }));
  }, namespace);
  return ruled.set('hadVrf', true);
}
