import type { Chain } from '../chain.js';
import { isNftRule } from '../rule.js';
import type { Table } from '../table.js';
import { mapRows } from './meaning/map-rows.js';
import { ANYWHERE } from './not-followed.js';
import { someStatement } from './some-statement.js';
import { innerStatements } from './inner-statements.js';
import type { FwdStatement } from './statement.js';

/** What a base chain of a table forwards: itself, or by the chains of users that it may jump to. */
export function forwardingOf(table: Table, base: Chain): readonly FwdStatement[] {
  return [base, ...[...table.chains.values()].filter((chain) => chain.base === undefined)]
    .flatMap(({ rules }) => rules.filter(isNftRule).toArray())
    .flatMap(({ statements }) => innerStatements(statements))
    .filter((statement) => statement.kind === 'fwd');
}

/** The numbers of the devices to which a statement may forward. */
export function devicesForwardedTo({ device }: FwdStatement, { sets }: Table): readonly number[] {
  if (device.kind === 'number') return [Number(device.value)];
  if (device.kind !== 'map-lookup') return [];
  const rows = mapRows(device.map, { ...ANYWHERE, findSet: (name) => sets.get(name) });
  return rows.flatMap(({ data }) => (data?.kind === 'number' ? [Number(data.value)] : []));
}

/** Reports whether a rule of a table forwards. */
export function forwards({ chains }: Table): boolean {
  return chains.some(({ rules }) =>
    rules.some(
      (rule) =>
        isNftRule(rule) && someStatement(rule.statements, (statement) => statement.kind === 'fwd'),
    ),
  );
}
