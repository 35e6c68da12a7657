import type { CtTarget } from './extension/target/ct-target.js';
import type { TargetData } from './extension/extension.js';
import { someStatement } from './nft/some-statement.js';
import type { Statement } from './nft/statement.js';
import { isNftRule, type NetfilterRule } from './rule.js';
import type { Table } from './table.js';

/** What rules say of connections before they are looked for: a template, in the words of the kernel. */
export interface Templates {
  /** Some rule gives one. */
  readonly given: boolean;
  /** Some rule makes the mark of a packet its zone. */
  readonly byMark: boolean;
}

/** Finds what the rules of some tables say of connections before they are looked for. Source: `xt_ct_target`, `nft_ct_set_zone_eval`. */
export function templatesOf(tables: readonly Table[]): Templates {
  const rules = tables.flatMap(({ chains }) =>
    [...chains.values()].flatMap((chain) => chain.rules.toArray()),
  );
  const targets = rules.flatMap(ctTargets);
  return {
    given: targets.length > 0 || rules.some((rule) => isNftRule(rule) && setsZone(rule.statements)),
    byMark: targets.some(({ zone }) => zone === 'mark'),
  };
}

function ctTargets(rule: NetfilterRule): readonly CtTarget[] {
  if (isNftRule(rule) || rule.target.kind !== 'extension') return [];
  const { data } = rule.target;
  return isCt(data) && !data.notrack ? [data] : [];
}

function isCt(data: TargetData): data is CtTarget {
  return data.name === 'CT';
}

function setsZone(statements: readonly Statement[]): boolean {
  return someStatement(statements, (statement) => {
    if (statement.kind !== 'mangle') return false;
    return statement.target.kind === 'ct' && statement.target.key === 'zone';
  });
}
