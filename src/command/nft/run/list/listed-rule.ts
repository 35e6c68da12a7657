import type { Family } from '../../../../address/family.js';
import type { Chain } from '../../../../netfilter/chain.js';
import type { TableFamily } from '../../../../netfilter/nft/family.js';
import { isNftRule, isXtablesRule, type NetfilterRule } from '../../../../netfilter/rule.js';
import type { Table } from '../../../../netfilter/table.js';
import type { ListedStatement } from '../../../../netfilter/view/listed-statement.js';
import { xtablesStatements } from '../../../../netfilter/view/xtables-statements.js';
import type { CounterStatement } from '../../../../netfilter/nft/stateful-statement.js';
import { ZERO_COUNTER, type Counter } from '../../../../namespace/traffic.js';
import { withCounters } from '../../../../netfilter/nft/rule-counters.js';
import type { Listing } from './listing.js';

/** A rule in the language of nft, whichever tool has made it. */
export interface ListedRule {
  readonly handle: number;
  readonly comment: string | undefined;
  readonly statements: readonly ListedStatement[];
}

/** A rule as nft lists it, with what its counters have come to. */
export function listedRule(
  rule: NetfilterRule,
  family: TableFamily,
  { counterOf }: Pick<Listing, 'counterOf'>,
): ListedRule {
  if (!isNftRule(rule)) {
    const statements = xtablesStatements(rule, packetsOf(family), counterOf(rule.id));
    return { handle: rule.handle, comment: undefined, statements };
  }
  const statements = withCounters(rule.statements, rule.id, (counter, id) =>
    countedBy(counter, counterOf(id)),
  );
  return { ...rule, statements };
}

/** A counter with what packets have added to it. */
export function countedBy({ packets, bytes }: CounterStatement, seen: Counter): CounterStatement {
  return {
    kind: 'counter',
    packets: packets + BigInt(seen.packets),
    bytes: bytes + BigInt(seen.bytes),
  };
}

/** What nft warns of where chains have what only iptables can change. Source: nft's `table_print`. */
export function managedWarning({ family, name }: Table, chains: readonly Chain[]): string {
  const isManaged = chains.some(({ rules }) =>
    rules.some(
      (rule) =>
        isXtablesRule(rule) &&
        xtablesStatements(rule, packetsOf(family), ZERO_COUNTER).some(({ kind }) => kind === 'xt'),
    ),
  );
  return isManaged
    ? `# Warning: table ${family} ${name} is managed by iptables-nft, do not touch!\n`
    : '';
}

/** The version of IP that the rules of a table of iptables are of. */
function packetsOf(family: TableFamily): Family {
  return family === 'ip6' ? 6 : 4;
}
