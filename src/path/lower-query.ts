import type { Family } from '../address/family.js';
import { TABLE } from '../fib/route.js';
import type { Namespace } from '../namespace/namespace.js';
import type { LoweredTable } from '../program/lowered-table.js';
import type { Step, StepId } from '../program/step.js';
import { lowerInputRoute4 } from './input-route-v4.js';
import { Lowering } from './lowering.js';
import { lowerOutputRoute4 } from './output-route-v4.js';
import { lowerRpdb, refusal } from './rpdb-walk.js';

/** A part of the path by itself, and where it begins. */
export interface Query {
  readonly program: { readonly family: Family; readonly steps: readonly Step[] };
  readonly entry: StepId;
}

/** How a single lookup is made. */
export interface TableQuery {
  /** Only this table is read; undefined: the whole policy database. */
  readonly table: number | undefined;
  readonly ignoreLinkdown: boolean;
}

/** One lookup for the flow key in the registers, and nothing else. */
export function lowerTableQuery(namespace: Namespace, family: Family, query: TableQuery): Query {
  const lowering = new Lowering(namespace, family, { ignoreLinkdown: query.ignoreLinkdown });
  const { builder } = lowering;
  const end = builder.add({ kind: 'end', ending: { kind: 'transmit' } });
  if (query.table === undefined) {
    return done(lowering, builder.call('table', lowerRpdb(lowering), end));
  }
  const table = readTable(lowering, query.table);
  const miss = builder.resolve(refusal('ENETUNREACH'), end);
  return done(
    lowering,
    table === undefined ? miss : builder.add({ kind: 'lookup', table, hit: end, miss }),
  );
}

/** While local and main are one table, whoever looks in either reads both. Source: `fib_trie_table`. */
function readTable(lowering: Lowering, id: number): LoweredTable | undefined {
  const joined = lowering.merged && (id === TABLE.local || id === TABLE.main);
  return joined ? lowering.mergedTable() : lowering.table(id);
}

/** The output route for the flow key in the registers. */
export function lowerOutputQuery(namespace: Namespace): Query {
  const lowering = new Lowering(namespace, 4);
  const found = lowering.builder.add({ kind: 'end', ending: { kind: 'transmit' } });
  return done(
    lowering,
    lowerOutputRoute4(lowering, {
      anySource: false,
      place: { kind: 'lookup', purpose: 'query' },
      rpdb: lowerRpdb(lowering),
      found,
    }),
  );
}

/** The input route of the packet in the registers, without netfilter. */
export function lowerInputQuery(namespace: Namespace): Query {
  const lowering = new Lowering(namespace, 4);
  const { builder } = lowering;
  return done(
    lowering,
    lowerInputRoute4(lowering, {
      rpdb: lowerRpdb(lowering),
      deliver: builder.add({ kind: 'end', ending: { kind: 'deliver' } }),
      forward: builder.add({ kind: 'end', ending: { kind: 'transmit' } }),
    }),
  );
}

function done({ family, builder }: Lowering, entry: StepId): Query {
  return { program: { family, steps: builder.steps }, entry };
}
