import { assertNever } from '../../../assert-never.js';
import { counterIds } from '../../../netfilter/nft/rule-counters.js';
import type { NetfilterRule } from '../../../netfilter/rule.js';
import { isNftRule } from '../../../netfilter/rule.js';
import type { Netfilter } from '../../../netfilter/netfilter.js';
import { putTable } from '../../../netfilter/nft/request/find.js';
import type { NftObject } from '../../../netfilter/nft/object/nft-object.js';
import { mapElements } from '../../../netfilter/nft/set/rename-chain.js';
import { elementCounterIds, type SetElement } from '../../../netfilter/nft/set/element.js';
import type { NftSet } from '../../../netfilter/nft/set/nft-set.js';
import type { StatefulStatement } from '../../../netfilter/nft/stateful-statement.js';
import type { Statement } from '../../../netfilter/nft/statement.js';
import type { Table } from '../../../netfilter/table.js';

/** What is to begin anew, and the counters of rules and elements that do. */
export interface Reset {
  readonly netfilter: Netfilter;
  readonly rules: readonly number[];
}

/** The objects of tables that count, begun anew. Source: `nft_counter_obj_dump`, `nft_quota_do_dump`. */
export function resetObjects(
  netfilter: Netfilter,
  tables: readonly Table[],
  isAsked: (object: NftObject) => boolean,
): Reset {
  let changed = netfilter;
  const counters: number[] = [];
  for (const table of tables) {
    const objects = table.objects.map((object) => {
      if (!isAsked(object)) return object;
      if (object.counterId !== undefined) counters.push(object.counterId);
      return anew(object);
    });
    changed = putTable(changed, table.merge({ objects }));
  }
  return { netfilter: changed, rules: counters };
}

function anew(object: NftObject): NftObject {
  const { data } = object;
  if (data.kind === 'counter') return { ...object, data: { ...data, packets: 0n, bytes: 0n } };
  if (data.kind === 'quota') return { ...object, data: { ...data, used: 0n } };
  return object;
}

/** The rules of tables, or one of them, begun anew. */
export function resetRules(
  netfilter: Netfilter,
  tables: readonly Table[],
  isAsked: (chain: string, rule: NetfilterRule) => boolean,
): Reset {
  let changed = netfilter;
  const rules: number[] = [];
  for (const table of tables) {
    const chains = table.chains.map((chain) =>
      chain.set(
        'rules',
        chain.rules.map((rule) => {
          if (!isAsked(chain.name, rule)) return rule;
          rules.push(...counterIds(rule));
          return isNftRule(rule)
            ? { ...rule, statements: rule.statements.map(statementAnew) }
            : rule;
        }),
      ),
    );
    changed = putTable(changed, table.merge({ chains }));
  }
  return { netfilter: changed, rules };
}

/** The elements of a set that are asked for, begun anew. */
export function resetElements(
  netfilter: Netfilter,
  table: Table,
  set: NftSet,
  isAsked: (element: SetElement) => boolean,
): Reset {
  const counters: number[] = [];
  const change = (element: SetElement): SetElement => {
    if (!isAsked(element)) return element;
    counters.push(...elementCounterIds(element));
    return { ...element, statements: element.statements.map(statefulAnew) };
  };
  const { catchAll } = set;
  const changed = set.merge({
    elements: mapElements(set.elements, change),
    catchAll: catchAll === undefined ? undefined : change(catchAll),
  });
  const sets = table.sets.set(set.name, changed);
  return { netfilter: putTable(netfilter, table.merge({ sets })), rules: counters };
}

function statementAnew(statement: Statement): Statement {
  switch (statement.kind) {
    case 'counter':
    case 'quota':
    case 'last':
      return statefulAnew(statement);
    default:
      return statement;
  }
}

function statefulAnew(statement: StatefulStatement): StatefulStatement {
  switch (statement.kind) {
    case 'counter':
      return { ...statement, packets: 0n, bytes: 0n };
    case 'quota':
      return { ...statement, used: 0n };
    case 'last':
      return { ...statement, used: undefined };
    case 'limit':
    case 'connlimit':
      return statement;
    default:
      return assertNever(statement);
  }
}
