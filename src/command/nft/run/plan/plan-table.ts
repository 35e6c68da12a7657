import type { Named } from '../../../../netfilter/nft/request/request.js';
import type { PluralCommand, Spec, TableCommand } from '../../syntax/tree/command.js';
import { inTable, tableSpec } from '../state.js';
import { spansBy, type PlannedRequest } from './planned.js';

/** `add table`, `create table`. Source: nft's `mnl_nft_table_add`. */
export function planTable(
  { spec, at, block }: TableCommand,
  exclusive: boolean,
): readonly PlannedRequest[] {
  const table = tableSpec(spec, at);
  const request = {
    ...inTable(table),
    kind: 'new table' as const,
    flags: block?.flags ?? [],
    comment: block?.comment,
    exclusive,
  };
  const spanOf = spansBy({ table: table.table.at });
  return [{ request, at, suggests: 'table', name: table.table.value, spanOf }];
}

/** `delete table`, `destroy table`. Source: nft's `mnl_nft_table_del`. */
export function planTableDeletion({
  spec,
  at,
  operation,
}: TableCommand): readonly PlannedRequest[] {
  const { family = 'ip', table } = spec;
  const ignored = operation === 'destroy';
  const request = { kind: 'delete table' as const, family, table: namedTable(spec), ignored };
  const spanOf = spansBy({ table: table?.at, handle: spec.handle?.at });
  return [{ request, at, suggests: 'table', name: table?.value, spanOf }];
}

/** The table that is named; undefined for all, as by a handle that is 0, which nft leaves out. */
function namedTable({ table, handle }: Spec): Named | undefined {
  if (table !== undefined) return { name: table.value };
  return handle === undefined || handle.value === 0n ? undefined : { handle: handle.value };
}

/** `flush ruleset`: every table of a family, or of all. */
export function planRulesetFlush({ spec, at }: PluralCommand): readonly PlannedRequest[] {
  const { family } = spec;
  const request = { kind: 'delete table' as const, family, table: undefined, ignored: true };
  return [{ request, at, suggests: undefined, name: undefined, spanOf: () => undefined }];
}

/** `flush table`: the rules of every chain. nft doesn't look for what was meant. */
export function planTableFlush({ spec, at }: TableCommand): readonly PlannedRequest[] {
  const table = tableSpec(spec, at);
  const kind = 'delete rule' as const;
  const rest = { chain: undefined, handle: undefined, ignored: false };
  const request = { ...inTable(table), ...rest, kind };
  const spanOf = spansBy({ table: table.table.at });
  return [{ request, at, suggests: undefined, name: undefined, spanOf }];
}
