import { frozen } from '../../../frozen.js';
import type { Chain } from '../../chain.js';
import type { Netfilter } from '../../netfilter.js';
import { isNftRule, type NetfilterRule } from '../../rule.js';
import type { Table } from '../../table.js';
import { withChainRenamed } from '../chains-entered.js';
import { withElementsRenamed } from '../set/rename-chain.js';
import { findTable, putTable } from './find.js';
import { refuse, type Answer } from './refusal.js';
import type { RequestOf } from './request.js';

/** Notes another name for a chain, which it has from the end of its transaction: until then all know it by the name that it had. Source: `nf_tables_updchain`. */
export function renameChain(netfilter: Netfilter, request: RequestOf<'rename chain'>): Answer {
  const table = findTable(netfilter, request);
  const { chain: from, handle, to } = request;
  const chain = table?.chains.get(from);
  if (table === undefined || chain === undefined || chain.handle !== handle) {
    return refuse('ENOENT');
  }
  const isTaken = table.chains.some(({ name, newNames }) => name === to || newNames.includes(to));
  if (isTaken) return refuse('EEXIST');
  const noted = chain.set('newNames', frozen([...chain.newNames, to]));
  const chains = table.chains.set(from, noted);
  return { netfilter: putTable(netfilter, table.merge({ chains, pending: true })) };
}

/**
 * Netfilter at the end of a transaction, with the names that chains were given in it, and without the places of what it has deleted; undefined when the kernel comes to have two chains of one name.
 * Source: `nft_chain_commit_update`.
 */
export function withNewNames(netfilter: Netfilter): Netfilter | undefined {
  let named = netfilter;
  for (const table of netfilter.tables.values()) {
    const chains = [...table.chains.values()];
    const renamed = chains.filter(({ newNames }) => newNames.length > 0);
    const names = renamed.flatMap(({ newNames }) => newNames.slice(-1));
    if (names.some((name) => table.chains.has(name))) return undefined;
    const settled = withoutLines(table).merge({ pending: false, turned: false });
    if (settled !== table || renamed.length > 0) {
      named = putTable(named, renamed.reduce(withNewName, settled));
    }
  }
  return named;
}

/** A table whose deleted rules are gone. */
function withoutLines(table: Table): Table {
  if (!table.chains.some(({ line }) => line !== undefined)) return table;
  return table.set(
    'chains',
    table.chains.map((chain) => chain.set('line', undefined)),
  );
}

function withNewName(table: Table, { name: from, newNames }: Chain): Table {
  const to = newNames.at(-1) ?? from;
  const renamed = (rule: NetfilterRule): NetfilterRule => {
    if (isNftRule(rule)) {
      return frozen({ ...rule, statements: withChainRenamed(rule.statements, from, to) });
    }
    const { target } = rule;
    const leads = (target.kind === 'jump' || target.kind === 'goto') && target.chain === from;
    return leads ? frozen({ ...rule, target: { ...target, chain: to } }) : rule;
  };
  const chains = table.chains.mapEntries(([name, chain]) => {
    const moved = chain.set('rules', chain.rules.map(renamed));
    return name === from ? [to, moved.merge({ name: to, newNames: [] })] : [name, moved];
  });
  const sets = table.sets.map((set) => withElementsRenamed(set, from, to));
  return table.merge({ chains, sets });
}
