import type { Family } from '../address/family.js';
import { TABLE } from '../fib/route.js';
import type { Namespace } from '../namespace/namespace.js';
import type { LoweredTable } from '../program/lowered-table.js';
import type { Place } from '../program/place.js';
import type { Step, StepId } from '../program/step.js';
import { lowerInputRoute4 } from './input-route-v4.js';
import { Lowering, type LoweringOptions } from './lowering.js';
import { lowerInputLookup6 } from './input-route-v6.js';
import { lowerOutputRoute4 } from './output-route-v4.js';
import { lowerOutputRoute6 } from './output-route-v6.js';
import { FOUND, lowerRpdb, refusal } from './route/rpdb-walk.js';

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
  readonly bare: boolean;
}

/** One lookup for the flow key in the registers, and nothing else. */
export function lowerTableQuery(namespace: Namespace, family: Family, query: TableQuery): Query {
  const { ignoreLinkdown, bare } = query;
  const alone = query.table !== undefined;
  const lowering = new Lowering(namespace, family, { ignoreLinkdown, bare, alone });
  const { builder } = lowering;
  const end = builder.add({ kind: 'end', ending: { kind: 'transmit' } });
  if (query.table === undefined) {
    return done(lowering, builder.call('table', lowerRpdb(lowering), end, { kind: 'lookup' }));
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

/** The output route for the flow key in the registers, without a second try. */
export function lowerOutputQuery(namespace: Namespace, family: Family): Query {
  const lowering = new Lowering(namespace, family, QUERY_OPTIONS);
  const found = lowering.builder.add({ kind: 'end', ending: { kind: 'transmit' } });
  const route = { place: QUERY, rpdb: lowerRpdb(lowering), found };
  const entry =
    family === 4
      ? lowerOutputRoute4(lowering, { ...route, anySource: false })
      : lowerOutputRoute6(lowering, { ...route, retry: false, socket: false });
  return done(lowering, entry);
}

const QUERY_OPTIONS: LoweringOptions = { ignoreLinkdown: false, query: true };

const QUERY: Place = { kind: 'lookup', purpose: 'query' };

/** The input route of the packet in the registers, without netfilter; of an IPv6 packet the lookup only. */
export function lowerInputQuery(namespace: Namespace, family: Family): Query {
  const lowering = new Lowering(namespace, family, QUERY_OPTIONS);
  const { builder } = lowering;
  const rpdb = lowerRpdb(lowering);
  const forward = builder.add({ kind: 'end', ending: { kind: 'transmit' } });
  if (family === 6) {
    const looked = builder.test(FOUND, forward, builder.fail(QUERY));
    return done(lowering, lowerInputLookup6(lowering, rpdb, looked));
  }
  const deliver = builder.add({ kind: 'end', ending: { kind: 'deliver' } });
  return done(lowering, lowerInputRoute4(lowering, { rpdb, deliver, forward }));
}

function done({ family, builder }: Lowering, entry: StepId): Query {
  return { program: { family, steps: builder.steps }, entry };
}
