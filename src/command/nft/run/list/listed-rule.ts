import { assertNever } from '../../../../assert-never.js';
import type { Family } from '../../../../address/family.js';
import type { Chain } from '../../../../netfilter/chain.js';
import type { TableFamily } from '../../../../netfilter/nft/family.js';
import { isNftRule, isXtablesRule, type NetfilterRule } from '../../../../netfilter/rule.js';
import type { Table } from '../../../../netfilter/table.js';
import type { ListedStatement } from '../../../../netfilter/view/listed-statement.js';
import { xtablesStatements } from '../../../../netfilter/view/xtables-statements.js';
import type { CounterStatement } from '../../../../netfilter/nft/stateful-statement.js';
import { ZERO_COUNTER, type Counter } from '../../../../namespace/traffic/traffic.js';
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

/** How a listing is written. */
type ListingForm = 'text' | 'json';

/**
 * What nft warns of when it lists chains: in text of what only iptables can change, in JSON of what has no form there. Source: nft's `table_print`,
 * `stmt_print_json`.
 */
export function listingWarnings(table: Table, chains: readonly Chain[], form: ListingForm): string {
  const rules = chains.flatMap((chain) => [...chain.rules]);
  switch (form) {
    case 'text':
      return managedWarning(table, rules);
    case 'json':
      return rules.flatMap(unnamedChains).map(withoutForm).join('');
    default:
      return assertNever(form);
  }
}

function managedWarning({ family, name }: Table, rules: readonly NetfilterRule[]): string {
  const isManaged = rules.some(
    (rule) =>
      isXtablesRule(rule) &&
      xtablesStatements(rule, packetsOf(family), ZERO_COUNTER).some(({ kind }) => kind === 'xt'),
  );
  return isManaged
    ? `# Warning: table ${family} ${name} is managed by iptables-nft, do not touch!\n`
    : '';
}

function unnamedChains(rule: NetfilterRule): readonly ListedStatement[] {
  return isNftRule(rule) ? rule.statements.filter(({ kind }) => kind === 'chain') : [];
}

function withoutForm({ kind }: ListedStatement): string {
  return `warning: stmt ops ${kind} have no json callback\n`;
}

/** The version of IP that the rules of a table of iptables are of. */
export function packetsOf(family: TableFamily): Family {
  return family === 'ip6' ? 6 : 4;
}
