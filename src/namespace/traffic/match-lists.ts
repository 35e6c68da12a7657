import { listOwners } from '../../netfilter/match-lists.js';
import type { Namespace } from '../namespace.js';

/** A namespace without the lists that no rule keeps any more. Source: `recent_table_put`, `htable_put`. */
export function withoutUnkeptLists(namespace: Namespace): Namespace {
  const { traffic, netfilter } = namespace;
  if (traffic.lists.isEmpty()) return namespace;
  const owners = listOwners(netfilter);
  const lists = traffic.lists.filter((_, name) => owners.has(name));
  return lists.size === traffic.lists.size
    ? namespace
    : namespace.set('traffic', traffic.set('lists', lists));
}
