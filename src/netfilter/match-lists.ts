import type { Family } from '../address/family.js';
import { xtablesRules } from './chain.js';
import type { MatchData } from './extension/extension.js';
import { listOf } from './extension/registry.js';
import type { Netfilter } from './netfilter.js';
import type { Table } from './table.js';

/**
 * The match that has made each list which rules of iptables and ip6tables keep, by the name of the list: the first that was loaded, whose settings all that
 * name the list go by. Source: `recent_mt_check`, `htable_find_get`.
 */
export function listOwners({ tables }: Netfilter): ReadonlyMap<string, MatchData> {
  const owners = new Map<string, { readonly id: number; readonly match: MatchData }>();
  for (const table of tables.values()) {
    const family = familyOf(table);
    if (family === undefined) continue;
    for (const chain of table.chains.values()) {
      for (const { id, matches } of xtablesRules(chain)) {
        for (const match of matches) {
          const list = listOf(match, family);
          if (list === undefined) continue;
          const before = owners.get(list);
          if (before === undefined || id < before.id) owners.set(list, { id, match });
        }
      }
    }
  }
  return new Map([...owners].map(([list, { match }]) => [list, match]));
}

function familyOf({ family }: Table): Family | undefined {
  if (family === 'ip') return 4;
  return family === 'ip6' ? 6 : undefined;
}
